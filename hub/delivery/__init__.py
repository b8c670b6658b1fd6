"""Whole public pages, kept in front of Django (decision 0086): who asks for one that is still true gets it at once.

`asking`: which page a request is about; `truth`: whether what is kept is still true; `pages`: what is answered.
"""
