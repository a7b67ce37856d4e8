create table app_user (
    name          text primary key check (name ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
    password_hash text not null,
    role          text not null check (role in ('ADMINISTRATOR', 'EDITOR')),
    created_at    timestamptz not null default now()
);

-- Only a hash of a token is kept; the prefix lets people tell their tokens apart.
create table api_token (
    id           uuid primary key,
    owner        text not null references app_user on delete cascade,
    label        text not null check (length(label) between 1 and 100),
    prefix       text not null,
    hash         bytea not null unique check (octet_length(hash) = 32),
    created_at   timestamptz not null default now(),
    last_used_at timestamptz
);
create index api_token_owner on api_token (owner);
