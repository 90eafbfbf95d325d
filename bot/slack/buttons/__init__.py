"""What takes clicks on cards, and stores what people do by them."""
