"""What is made of a ticket before and after it is judged: facts, floors, lessons."""
