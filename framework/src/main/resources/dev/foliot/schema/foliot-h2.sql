-- Foliot's tables for H2 2.4 and later. Every statement may be run again.
-- Names are unqualified: run it with the schema that foliot.schema.name gives (or the default one) first in the search path.

-- The log. Insert-only. Positions come from foliot_position, whose row lock makes them gap-free and
-- ascending in the order of commits.
create table if not exists foliot_message (
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
  payload                 varchar(1000000000) not null,
  metadata                varchar(1000000000),
  occurred_at             timestamp(6) with time zone  not null,
  correlation_id          uuid         not null,
  causation_id            uuid,
  constraint foliot_message_id unique (id),
  constraint foliot_message_version unique (category, stream, stream_version)
);
create index if not exists foliot_message_category on foliot_message (category, position);
create index if not exists foliot_message_type on foliot_message (type, lane, position);
create index if not exists foliot_message_correlation on foliot_message (correlation_id, position);

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
  payload                 varchar(1000000000) not null,
  metadata                varchar(1000000000),
  occurred_at             timestamp(6) with time zone  not null,
  correlation_id          uuid         not null,
  causation_id            uuid,
  constraint foliot_message_archive_id unique (id),
  constraint foliot_message_archive_version unique (category, stream, stream_version)
);
create index if not exists foliot_message_archive_correlation on foliot_message_archive (correlation_id, position);

create table if not exists foliot_position (
  id       int    primary key,
  position bigint not null
);
merge into foliot_position using (values (1)) as wanted (id) on foliot_position.id = wanted.id
  when not matched then insert (id, position) values (1, 0);

-- The newest state of long streams, to load them faster. Every row may be deleted at any time.
create table if not exists foliot_snapshot (
  category    varchar(200) not null,
  stream      varchar(500) not null,
  version     bigint       not null,
  fingerprint varchar(64)  not null,
  state       varchar(1000000000) not null,
  taken_at    timestamp(6) with time zone not null,
  primary key (category, stream)
);

create table if not exists foliot_subscription (
  name          varchar(200) primary key,
  since         bigint       not null,
  segments      int          not null,
  paused_at     timestamp(6) with time zone,
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
  started_at  timestamp(6) with time zone not null,
  lease_until timestamp(6) with time zone not null
);

-- What each node can work on, and what its works declare: nodes of a rolling deployment have
-- different handlers. And what pauses there while all of its messages fail; null unless it does.
create table if not exists foliot_node_subscription (
  node             varchar(100) not null,
  subscription     varchar(200) not null,
  circuit_since    timestamp(6) with time zone,
  circuit_next_try timestamp(6) with time zone,
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
  next_attempt_at timestamp(6) with time zone,
  first_failed_at timestamp(6) with time zone   not null,
  last_failed_at  timestamp(6) with time zone   not null,
  error_class     varchar(500)  not null,
  error_text      varchar(4000) not null,
  stack_trace     varchar(1000000000) not null,
  primary key (subscription, held_key),
  -- Not by IN: H2 keeps its values in the session that creates the table, and that session ends.
  check (case status when 'waiting' then 1 when 'parked' then 1 when 'going_on' then 1 else 0 end = 1),
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
  discarded_at  timestamp(6) with time zone not null
);

create table if not exists foliot_outbox (
  id              bigint generated always as identity primary key,
  destination     varchar(200)  not null,
  message_key     varchar(700)  not null,
  message_id      uuid          not null,
  type            varchar(200)  not null,
  type_version    int           not null,
  priority        smallint      not null,
  payload         varchar(1000000000) not null,
  metadata        varchar(1000000000) not null,
  occurred_at     timestamp(6) with time zone   not null,
  status          varchar(20)   not null,
  attempts        int           not null,
  next_attempt_at timestamp(6) with time zone,
  published_at    timestamp(6) with time zone,
  error           varchar(4000),
  discarded_by    varchar(200),
  discarded_at    timestamp(6) with time zone,
  discard_reason  varchar(1000)
);
create index if not exists foliot_outbox_key on foliot_outbox (destination, message_key, id);
create index if not exists foliot_outbox_due on foliot_outbox (status, priority desc, id);
create index if not exists foliot_outbox_published on foliot_outbox (status, published_at);

-- What a subscriber has handled already: one row a message.
create table if not exists foliot_inbox (
  subscriber varchar(200) not null,
  message_id uuid         not null,
  handled_at timestamp(6) with time zone  not null,
  primary key (subscriber, message_id)
);
create index if not exists foliot_inbox_handled on foliot_inbox (handled_at);

-- The key of each data subject whose personal data is stored; no secret once it was forgotten.
create table if not exists foliot_data_key (
  subject      varchar(500)  primary key,
  secret       varbinary(64),
  created_at   timestamp(6) with time zone   not null,
  forgotten_at timestamp(6) with time zone
);

-- Messages that wait for their time: finished, and moved into the log when they are due. Of one owner
-- in the order of due_at.
create table if not exists foliot_timer (
  owner                   varchar(200) not null,
  owner_key               varchar(500) not null,
  name                    varchar(200) not null,
  due_at                  timestamp(6) with time zone not null,
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
  payload                 varchar(1000000000) not null,
  metadata                varchar(1000000000),
  occurred_at             timestamp(6) with time zone not null,
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
  last_due_at   timestamp(6) with time zone,
  last_fired_at timestamp(6) with time zone,
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
  result          varchar(1000000000),
  error           varchar(4000),
  recorded_at     timestamp(6) with time zone not null,
  ended_at        timestamp(6) with time zone,
  constraint foliot_command_key unique (type, idempotency_key),
  check (case status when 'submitted' then 1 when 'succeeded' then 1 when 'failed' then 1 when 'expired' then 1 when 'cancelled' then 1 else 0 end = 1),
  check ((status = 'submitted') = (ended_at is null))
);
create index if not exists foliot_command_ended on foliot_command (ended_at);

-- The instances of process managers. One unit of work reads and writes a row once, and raises its
-- revision. The columns state and compensations hold personal data sealed only.
create table if not exists foliot_process (
  process       varchar(200) not null,
  correlation   varchar(500) not null,
  status        varchar(20)  not null,
  revision      bigint       not null,
  state_version int,
  state         varchar(1000000000),
  timers        varchar(1000000000),
  compensations varchar(1000000000),
  transitions   int          not null,
  started_at    timestamp(6) with time zone,
  updated_at    timestamp(6) with time zone not null,
  ended_at      timestamp(6) with time zone,
  primary key (process, correlation),
  check (case status when 'early' then 1 when 'running' then 1 when 'ended' then 1 else 0 end = 1),
  check ((status = 'early') = (started_at is null)),
  check ((status = 'ended') = (ended_at is not null)),
  check ((state is null) = (state_version is null))
);
create index if not exists foliot_process_status on foliot_process (status, process, started_at);
create index if not exists foliot_process_ended on foliot_process (ended_at);

-- The calls of the methods of process managers, with their effects. Removed with their instance.
create table if not exists foliot_process_transition (
  process      varchar(200) not null,
  correlation  varchar(500) not null,
  number       int          not null,
  message_id   uuid         not null,
  message_type varchar(200) not null,
  handled_at   timestamp(6) with time zone not null,
  status       varchar(20)  not null,
  changes      varchar(1000000000),
  sent         varchar(1000000000),
  timers       varchar(1000000000),
  primary key (process, correlation, number),
  check (case status when 'running' then 1 when 'ended' then 1 else 0 end = 1)
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
  payload                 varchar(1000000000) not null,
  metadata                varchar(1000000000),
  occurred_at             timestamp(6) with time zone not null,
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
  started_at          timestamp(6) with time zone not null,
  ended_at            timestamp(6) with time zone,
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
  check (case status when 'starting' then 1 when 'running' then 1 when 'caught_up' then 1 when 'switched' then 1 when 'finished' then 1 when 'failed' then 1 when 'cancelled' then 1 when 'rolled_back' then 1 when 'replaced' then 1 else 0 end = 1),
  check (case mode when 'beside' then 1 when 'in_place' then 1 else 0 end = 1)
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
