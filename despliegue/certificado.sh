#!/bin/sh
# Lo corre certbot al obtener o renovar el certificado (RENEWED_LINEAGE es la carpeta donde lo dejó).
set -eu
cd "$(dirname "$0")"
mkdir -p certificados
install -m 644 "$RENEWED_LINEAGE/fullchain.pem" certificados/certificado.pem
install -m 600 "$RENEWED_LINEAGE/privkey.pem" certificados/clave.pem
cd ..
if [ -n "$(docker compose ps --quiet --status running proxy)" ]; then
  docker compose exec -T proxy nginx -p /srv/proxy/ -c /srv/proxy/nginx.conf -s reload
fi
