"""Lists that people narrow: what they hold, what is asked, what is offered; what is kept between requests."""
