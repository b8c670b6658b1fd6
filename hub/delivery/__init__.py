"""Whole public pages, kept in front of Django (decision 0086): who asks for one that is still true gets it at once.

`asking`: which page a request is about; `pages`: what is answered; `front`: what is kept, made or given again.
"""
