"""`run`: what is due is started on time, and the service tells how it goes."""
