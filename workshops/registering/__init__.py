"""Who comes to a workshop: seats, waiting list, what people ask and need."""
