export const accessTables = (): string[] => [
  `create table installations (
    team text primary key,
    sealed text not null,
    granted_at bigint not null,
    renewing_until bigint default 0 not null
  )`,
  `create table install_states (
    hash text primary key,
    expires_at bigint not null
  )`,
  `create table removals (
    team text primary key,
    left_at bigint not null
  )`,
  `create table manager_roles (
    team text primary key,
    role text not null
  )`,
  `create table feed_keys (
    id text primary key,
    channel_id text not null,
    person text not null,
    created_at bigint not null,
    read_at bigint,
    constraint feed_keys_by_owner unique (channel_id, person)
  )`,
  `create table forgotten (
    hash text primary key,
    at bigint not null
  )`,
]
