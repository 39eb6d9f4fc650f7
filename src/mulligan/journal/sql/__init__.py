"""The journal in an SQL database, through SQLAlchemy Core."""
