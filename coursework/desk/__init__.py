"""The student's desk: how an assignment stands, read from the notebooks; for the command line."""
