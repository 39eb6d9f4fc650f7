"""What Mulligan is measured by."""
