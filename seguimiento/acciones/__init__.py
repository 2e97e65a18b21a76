"""Verbos del seguimiento: sobre cortes (`cortes`) y sobre reportes (`avances`)."""
