# All metadata and cell ids lost, as after a passage through another editor.
# starts from: perfect
