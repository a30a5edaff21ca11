"""Files of procedures as they come: what they are, what each row says, what is wrong with it."""
