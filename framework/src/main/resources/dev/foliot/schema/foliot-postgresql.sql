-- Foliot's tables for PostgreSQL 15 and later. Every statement may be run again.
-- Names are unqualified: run it with the schema that foliot.schema.name gives (or the default one) first in the search path.

-- The log. Insert-only. The identity has no cache and is drawn by the insert alone: the reader's
-- proof that it skips nothing (HoleWatch) rests on that.
create table if not exists foliot_message (
  position                bigint generated always as identity (cache 1) primary key,
  kind                    smallint     not null,
  category                varchar(200) not null,
  stream                  varchar(500) not null,
  stream_version          bigint,
  id                      uuid         not null,
  type                    varchar(200) not null,
  type_version            int          not null,
  priority                smallint     not null,
  lane                    smallint     not null,
  delivered_synchronously boolean      not null,
  payload                 text         not null,
  metadata                text,
  occurred_at             timestamptz  not null,
  correlation_id          uuid         not null,
  causation_id            uuid,
  constraint foliot_message_id unique (id),
  constraint foliot_message_version unique (category, stream, stream_version)
);
-- In a collation of its own, so that the planner cannot read a stream with it: without statistics
-- it would prefer the narrower index, and each command would cost the size of its category.
-- Submitted commands are not read by category.
create index if not exists foliot_message_category on foliot_message (category collate "C", position) where kind <> 2;
create index if not exists foliot_message_type on foliot_message (type, lane, position);
create index if not exists foliot_message_backfill on foliot_message (position) where lane = 2;
-- The first message of a correlation is found by its id.
create index if not exists foliot_message_correlation on foliot_message (correlation_id, position) where correlation_id <> id;
create index if not exists foliot_message_command on foliot_message (position) where kind = 2;
create index if not exists foliot_message_tombstone on foliot_message (position) where kind = 5;

-- Events of closed streams, moved here from the log with all that they are. The stream's tombstone
-- stays in the log.
create table if not exists foliot_message_archive (
  position                bigint primary key,
  kind                    smallint     not null,
  category                varchar(200) not null,
  stream                  varchar(500) not null,
  stream_version          bigint,
  id                      uuid         not null,
  type                    varchar(200) not null,
  type_version            int          not null,
  priority                smallint     not null,
  lane                    smallint     not null,
  delivered_synchronously boolean      not null,
  payload                 text         not null,
  metadata                text,
  occurred_at             timestamptz  not null,
  correlation_id          uuid         not null,
  causation_id            uuid,
  constraint foliot_message_archive_id unique (id),
  constraint foliot_message_archive_version unique (category, stream, stream_version)
);
create index if not exists foliot_message_archive_correlation on foliot_message_archive (correlation_id, position);

-- The newest state of long streams, to load them faster. Every row may be deleted at any time.
create table if not exists foliot_snapshot (
  category    varchar(200) not null,
  stream      varchar(500) not null,
  version     bigint       not null,
  fingerprint varchar(64)  not null,
  state       text not null,
  taken_at    timestamptz not null,
  primary key (category, stream)
);

create table if not exists foliot_subscription (
  name          varchar(200) primary key,
  since         bigint       not null,
  segments      int          not null,
  paused_at     timestamptz,
  paused_reason varchar(1000),
  version       int          default 1 not null
);

-- Projectors that are inline, and the end of the log when they became so.
create table if not exists foliot_inline (
  projector varchar(200) primary key,
  since     bigint       not null
);

-- Nodes that run, or did: each says again and again that it lives.
create table if not exists foliot_node (
  node        varchar(100) primary key,
  started_at  timestamptz not null,
  lease_until timestamptz not null
);

-- What each node can work on, and what its works declare: nodes of a rolling deployment have
-- different handlers. And what pauses there while all of its messages fail; null unless it does.
create table if not exists foliot_node_subscription (
  node             varchar(100) not null,
  subscription     varchar(200) not null,
  circuit_since    timestamptz,
  circuit_next_try timestamptz,
  circuit_error    varchar(500),
  primary key (node, subscription)
);

-- Who works on what: the segments of subscriptions, and works, which have one segment each. The names
-- of Foliot's own works begin with foliot:
-- An owner whose lease has ended owns nothing.
create table if not exists foliot_segment (
  subscription varchar(200) not null,
  segment      int          not null,
  owner        varchar(100),
  token        bigint       not null,
  primary key (subscription, segment)
);

-- The fencing token stands in the checkpoint too: an owner that lost its segment updates no row.
create table if not exists foliot_checkpoint (
  subscription varchar(200) not null,
  segment      int          not null,
  lane         smallint     not null,
  position     bigint       not null,
  token        bigint       not null,
  handled      bigint       default 0 not null,
  primary key (subscription, segment, lane)
);

-- Backfill messages that were handled before the backfill lane's checkpoint reached them.
create table if not exists foliot_ahead (
  subscription varchar(200) not null,
  segment      int          not null,
  position     bigint       not null,
  primary key (subscription, segment, position)
);

-- Where segments stood when their number was changed, until those of now have come as far.
create table if not exists foliot_former_segment (
  subscription varchar(200) not null,
  layout       int          not null,
  segment      int          not null,
  lane         smallint     not null,
  position     bigint       not null,
  primary key (subscription, layout, segment, lane)
);

-- One row for each key that waits behind a failed message. The message waits for its next attempt, or
-- is parked for a person; or it is done, and the key is going on with the messages behind it.
create table if not exists foliot_held (
  subscription    varchar(200)  not null,
  segment         int           not null,
  held_key        varchar(700)  not null,
  position        bigint        not null,
  message_id      uuid          not null,
  message_type    varchar(200)  not null,
  category        varchar(200)  not null,
  stream          varchar(500)  not null,
  status          varchar(20)   not null,
  attempts        int           not null,
  next_attempt_at timestamptz,
  first_failed_at timestamptz   not null,
  last_failed_at  timestamptz   not null,
  error_class     varchar(500)  not null,
  error_text      varchar(4000) not null,
  stack_trace     text          not null,
  primary key (subscription, held_key),
  check (status in ('waiting', 'parked', 'going_on')),
  check ((status = 'parked') = (next_attempt_at is null)),
  check (status <> 'going_on' or (attempts = 0 and error_text = '' and stack_trace = ''))
);

-- Messages that a person gave up for a subscription, for the record.
create table if not exists foliot_discarded (
  id            bigint generated always as identity primary key,
  subscription  varchar(200)  not null,
  message_id    uuid          not null,
  position      bigint        not null,
  message_type  varchar(200)  not null,
  category      varchar(200)  not null,
  stream        varchar(500)  not null,
  attempts      int           not null,
  error_class   varchar(500)  not null,
  reason        varchar(1000) not null,
  discarded_by  varchar(200)  not null,
  discarded_at  timestamptz   not null
);

create table if not exists foliot_outbox (
  id              bigint generated always as identity primary key,
  destination     varchar(200)  not null,
  message_key     varchar(700)  not null,
  message_id      uuid          not null,
  type            varchar(200)  not null,
  type_version    int           not null,
  priority        smallint      not null,
  payload         text          not null,
  metadata        text          not null,
  occurred_at     timestamptz   not null,
  status          varchar(20)   not null,
  attempts        int           not null,
  next_attempt_at timestamptz,
  published_at    timestamptz,
  error           varchar(4000),
  discarded_by    varchar(200),
  discarded_at    timestamptz,
  discard_reason  varchar(1000)
);
create index if not exists foliot_outbox_due on foliot_outbox (priority desc, id) where status in ('pending', 'failed');
create index if not exists foliot_outbox_key on foliot_outbox (destination, message_key, id) where status in ('pending', 'failed');
create index if not exists foliot_outbox_published on foliot_outbox (published_at) where status = 'published';

-- What a subscriber has handled already: one row a message.
create table if not exists foliot_inbox (
  subscriber varchar(200) not null,
  message_id uuid         not null,
  handled_at timestamptz  not null,
  primary key (subscriber, message_id)
);
create index if not exists foliot_inbox_handled on foliot_inbox (handled_at);

-- The key of each data subject whose personal data is stored; no secret once it was forgotten.
create table if not exists foliot_data_key (
  subject      varchar(500) primary key,
  secret       bytea,
  created_at   timestamptz  not null,
  forgotten_at timestamptz
);

-- Messages that wait for their time: finished, and moved into the log when they are due. Of one owner
-- in the order of due_at.
create table if not exists foliot_timer (
  owner                   varchar(200) not null,
  owner_key               varchar(500) not null,
  name                    varchar(200) not null,
  due_at                  timestamptz not null,
  number                  bigint generated always as identity,
  kind                    smallint     not null,
  category                varchar(200) not null,
  stream                  varchar(500) not null,
  stream_version          bigint,
  id                      uuid         not null,
  type                    varchar(200) not null,
  type_version            int          not null,
  priority                smallint     not null,
  lane                    smallint     not null,
  delivered_synchronously boolean      not null,
  payload                 text not null,
  metadata                text,
  occurred_at             timestamptz not null,
  correlation_id          uuid         not null,
  causation_id            uuid,
  primary key (owner, owner_key, name)
);
create index if not exists foliot_timer_due on foliot_timer (due_at, number);

-- Schedules: commands that are submitted again and again. The next command of each waits in foliot_timer.
create table if not exists foliot_schedule (
  name          varchar(200) primary key,
  times         varchar(200) not null,
  zone          varchar(200) not null,
  missed        varchar(20)  not null,
  type          varchar(200) not null,
  last_due_at   timestamptz,
  last_fired_at timestamptz,
  skipped       bigint       not null
);

-- What became of submitted commands, and of commands with an idempotency key: one row for each that has
-- such a key or has ended. It is written in the transaction of the command.
create table if not exists foliot_command (
  id              uuid primary key,
  type            varchar(200) not null,
  idempotency_key varchar(200),
  payload_hash    varchar(64),
  status          varchar(20)  not null,
  result          text,
  error           varchar(4000),
  recorded_at     timestamptz not null,
  ended_at        timestamptz,
  check (status in ('submitted', 'succeeded', 'failed', 'expired', 'cancelled')),
  check ((status = 'submitted') = (ended_at is null))
);
create unique index if not exists foliot_command_key on foliot_command (type, idempotency_key) where idempotency_key is not null;
create index if not exists foliot_command_ended on foliot_command (ended_at);

-- The instances of process managers. One unit of work reads and writes a row once, and raises its
-- revision. The columns state and compensations hold personal data sealed only.
-- Half of each page is free at first, for the next versions of its rows, which then need no new
-- entries in the indexes.
create table if not exists foliot_process (
  process       varchar(200) not null,
  correlation   varchar(500) not null,
  status        varchar(20)  not null,
  revision      bigint       not null,
  state_version int,
  state         text,
  timers        text,
  compensations text,
  transitions   int          not null,
  started_at    timestamptz,
  updated_at    timestamptz not null,
  ended_at      timestamptz,
  primary key (process, correlation),
  -- Short, and not by IN: PostgreSQL parses the stored form of each check in each statement, and that of a list is long.
  check (status = case when started_at is not null then case when ended_at is null then 'running' else 'ended' end
    when ended_at is null then 'early' else '' end),
  check ((state is null) = (state_version is null))
) with (fillfactor = 50);
-- The status first, so that the planner cannot find one instance with it: without statistics it would
-- prefer the narrower index, and each event would cost the number of instances.
create index if not exists foliot_process_status on foliot_process (status, process, started_at);
create index if not exists foliot_process_ended on foliot_process (ended_at);
-- Instances that may be stuck. Without it each look would read all old instances with a timer.
create index if not exists foliot_process_quiet on foliot_process (process, started_at, correlation)
  where status = 'running' and timers is null;

-- The calls of the methods of process managers, with their effects. Removed with their instance.
create table if not exists foliot_process_transition (
  process      varchar(200) not null,
  correlation  varchar(500) not null,
  number       int          not null,
  message_id   uuid         not null,
  message_type varchar(200) not null,
  handled_at   timestamptz not null,
  status       varchar(20)  not null,
  changes      text,
  sent         text,
  timers       text,
  primary key (process, correlation, number),
  check (status = 'running' or status = 'ended')
);

-- Events that came before the start of their process, and wait for it. Finished messages, as in foliot_timer.
create table if not exists foliot_process_early (
  process                 varchar(200) not null,
  correlation             varchar(500) not null,
  number                  bigint generated always as identity,
  kind                    smallint     not null,
  category                varchar(200) not null,
  stream                  varchar(500) not null,
  stream_version          bigint,
  id                      uuid         not null,
  type                    varchar(200) not null,
  type_version            int          not null,
  priority                smallint     not null,
  lane                    smallint     not null,
  delivered_synchronously boolean      not null,
  payload                 text not null,
  metadata                text,
  occurred_at             timestamptz not null,
  correlation_id          uuid         not null,
  causation_id            uuid,
  primary key (process, correlation, number)
);

-- Rebuilds of projections, also those that have ended. The active key is that of the projection while
-- the rebuild runs; the automatic key is that of a version that a node found at its start: both occur once.
create table if not exists foliot_rebuild (
  id                  bigint generated always as identity primary key,
  projection          varchar(500)  not null,
  mode                varchar(20)   not null,
  status              varchar(20)   not null,
  switches            boolean       not null,
  with_archive        boolean       not null,
  started_by          varchar(200)  not null,
  started_at          timestamptz not null,
  ended_at            timestamptz,
  active_key          varchar(500),
  automatic_key       varchar(500),
  tables_schema       varchar(200),
  logged_percent      int           not null,
  failed_subscription varchar(200),
  failed_position     bigint,
  failed_message_id   uuid,
  failed_type         varchar(200),
  error               varchar(4000),
  constraint foliot_rebuild_active unique (active_key),
  constraint foliot_rebuild_automatic unique (automatic_key),
  check (status in ('starting', 'running', 'caught_up', 'switched', 'finished', 'failed', 'cancelled', 'rolled_back', 'replaced')),
  check (mode in ('beside', 'in_place'))
);

-- How far a rebuild is, for each subscription that fills the projection. A step locks its row, and closed
-- rows take no step.
create table if not exists foliot_rebuild_segment (
  rebuild        bigint       not null,
  subscription   varchar(200) not null,
  segment        int          not null,
  version        int          not null,
  former_version int          not null,
  start_position bigint       not null,
  position       bigint       not null,
  handled        bigint       not null,
  is_open        boolean      not null,
  primary key (rebuild, subscription, segment)
);
