#!/bin/sh
# Makes the secrets of docker-compose.yml, one file each, as far as they do not exist; prints none of them.
#
#   deploy/make-secrets.sh [folder]        default: deploy/secrets
#
# The folder is its owner's alone. The files in it may be read by anybody who reaches them: a container does, as a user of
# its own, because Docker mounts each file by itself.
set -eu

folder=${1:-$(dirname "$0")/secrets}
# A service that comes later gets its key under the id that the others have: FIELD_ENCRYPTION_KEY_ID is the same in all.
key_id=$(grep -oh '"[^"]*" *:' "$folder"/*-field-encryption-keys 2>/dev/null | tail -n 1 | cut -d '"' -f 2)
key_id=${key_id:-$(date +%Y-%m)}

mkdir -p "$folder"
chmod 700 "$folder"
umask 077

# write <name>: the standard input, unless the file is there
write() {
  if [ -e "$folder/$1" ]; then
    cat >/dev/null
    return
  fi
  cat >"$folder/$1.partial"
  [ -s "$folder/$1.partial" ] || { echo "$1 could not be made" >&2; exit 1; }
  chmod 444 "$folder/$1.partial"
  mv "$folder/$1.partial" "$folder/$1"
  echo "made $1"
}

for owner in postgres assistance-database verification-database gateway-database grafana; do
  openssl rand -hex 24 | write "$owner-password"
done
# The broker reads the admin's as it stands in the file: no line's end.
for owner in kafka-admin assistance-kafka verification-kafka gateway-kafka; do
  openssl rand -hex 24 | tr -d '\n' | write "$owner-password"
done
# What the broker proves itself with, and the authority that its clients believe: both are good for ten years. No container gets
# the key of the authority: it is for making the next certificate.
# certificate <arguments of openssl req>: a private key, and the certificate that belongs to it
certificate() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -keyout - \
    -config /dev/stdin "$@" 2>/dev/null <<'END'
[req]
distinguished_name = names
[names]
END
}
if [ ! -e "$folder/kafka-tls-ca" ]; then
  authority=$(certificate -subj '/CN=Kafka of minzheng' \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign)
  echo "$authority" | sed -n '/BEGIN CERTIFICATE/,$p' | write kafka-tls-ca
  echo "$authority" | sed '/BEGIN CERTIFICATE/,$d' | write kafka-tls-ca-key
  echo "move kafka-tls-ca-key away: no container needs it, and whoever has it can pass for the broker"
fi
if [ ! -e "$folder/kafka-broker-tls" ]; then
  [ -e "$folder/kafka-tls-ca-key" ] || { echo "kafka-broker-tls could not be made: bring kafka-tls-ca-key back" >&2; exit 1; }
  certificate -subj /CN=kafka -addext subjectAltName=DNS:kafka,DNS:localhost,IP:127.0.0.1 \
    -CA "$folder/kafka-tls-ca" -CAkey "$folder/kafka-tls-ca-key" | write kafka-broker-tls
fi
# Turns ID numbers into person keys; and what outside parties know persons by is derived from. Neither can be made again.
openssl rand -hex 32 | write person-key-secret
openssl rand -hex 32 | write pairwise-secret
# Nothing came before yet, and no key was taken out.
printf '{}\n' | write person-key-secrets-previous
for service in assistance verification gateway; do
  printf '{"%s":"%s"}\n' "$key_id" "$(openssl rand -base64 32)" | write "$service-field-encryption-keys"
  printf '{}\n' | write "$service-field-fingerprint-keys"
done
openssl genpkey -algorithm ed25519 | write report-signing-key
# No certificate of it yet (PEM), and no key before it (a JWK set).
echo | write report-signing-certificate
printf '{"keys":[]}\n' | write report-earlier-keys
openssl genpkey -algorithm ed25519 | write webhook-signing-key
# {"NR":{"url":"https://…","token":"…"}}: interfaces of agencies that are asked
printf '{}\n' | write agency-interfaces
# {"BANK":{"kty":"OKP","crv":"Ed25519","x":"…"}}: public keys with which agencies sign their files
printf '{}\n' | write agency-keys
# Authorities (PEM) whose certificates the programs believe beside those of the public ones. None yet.
echo | write trusted-authorities
# The gateway's client at the issuer: put in what your issuer has given it.
openssl rand -hex 24 | write identity-client-secret

echo "FIELD_ENCRYPTION_KEY_ID may be $key_id"
