"""Numbers: what each type of them looks like, and what its figures are misread as."""
