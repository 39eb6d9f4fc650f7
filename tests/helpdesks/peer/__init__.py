"""A real django-helpdesk, with its database in a file, to be followed and written into."""
