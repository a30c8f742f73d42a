-- What GoTrue expects of its database: two roles, and in each database a schema of its own.
CREATE ROLE supabase_admin LOGIN CREATEROLE CREATEDB REPLICATION BYPASSRLS;
CREATE ROLE supabase_auth_admin LOGIN NOINHERIT CREATEROLE PASSWORD 'root';
ALTER ROLE supabase_auth_admin SET search_path = 'auth';
CREATE DATABASE autoconfirm;
CREATE DATABASE confirm;
CREATE DATABASE strict;
CREATE DATABASE odd;
GRANT CREATE ON DATABASE autoconfirm, confirm, strict, odd TO supabase_auth_admin;
\connect autoconfirm
CREATE SCHEMA auth AUTHORIZATION supabase_auth_admin;
\connect confirm
CREATE SCHEMA auth AUTHORIZATION supabase_auth_admin;
\connect strict
CREATE SCHEMA auth AUTHORIZATION supabase_auth_admin;
\connect odd
CREATE SCHEMA auth AUTHORIZATION supabase_auth_admin;
