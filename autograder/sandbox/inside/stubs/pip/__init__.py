"""pip where there is no network: what is installed is said to be, anything else is refused at once."""
