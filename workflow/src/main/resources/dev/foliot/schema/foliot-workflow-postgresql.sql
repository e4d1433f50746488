-- The tables of workflows for PostgreSQL 15 and later, beside those of foliot-postgresql.sql. Every statement may be run again.
-- Names are unqualified: run it with the schema that foliot.schema.name gives (or the default one) first in the search path.

-- The runs of workflows. An owner may append to the journal as long as its fence is the one of the row.
-- The column due_at is null while only a wake-up leads to another invocation; each wake-up from outside
-- raises wakes, so that none is lost while an invocation runs. A node must begin the run before start_by,
-- and the run must end before deadline_at, which counts from timeout_from. The columns input, result and error are JSON,
-- or encrypted JSON that begins with foliot:encrypted.
-- All messages of the log up to log_position were there when the run was started. A run that goes on as new has the
-- next round, which began at round_at; got_position is that of the last event that former rounds have got.
-- A run that may not begin yet waits in a queue: of its concurrency_key or of its throttle_key. If it is not among the
-- next runs of that queue, its due_at is null. A start that joined another run has the id of that run in joined_run.
-- An event that cancels runs finds them by cancel_key: 16 digits of the hash of a property of the input, and 48 of the hash of
-- its value. It is null if any such event may cancel the run, and if the value is personal data or the input is encrypted.
create table if not exists foliot_run (
  id               varchar(200) primary key,
  workflow         varchar(200) not null,
  version          int          not null,
  status           varchar(20)  not null,
  priority         smallint     not null,
  lane             smallint     not null,
  due_at           timestamptz,
  owner            varchar(100),
  fence            bigint       not null,
  wakes            bigint       not null,
  invocations      int          not null,
  round            int          not null default 0,
  entries          int          not null,
  input            text,
  result           text,
  error            text,
  parent_run       varchar(200),
  parent_operation varchar(500),
  correlation_id   uuid         not null,
  causation_id     uuid,
  metadata         text,
  forked_from      varchar(200),
  cancel_requested boolean      not null,
  log_position     bigint       not null,
  got_position     bigint       not null default 0,
  created_at       timestamptz  not null,
  started_at       timestamptz,
  round_at         timestamptz,
  ended_at         timestamptz,
  start_by         timestamptz,
  deadline_at      timestamptz,
  timeout_from     timestamptz,
  concurrency_key  varchar(200),
  throttle_key     varchar(200),
  queue            varchar(220),
  queued_at        timestamptz,
  joined_run       varchar(200),
  cancel_key       varchar(64),
  -- One short constraint, because PostgreSQL parses the stored form of each one in each statement. The statuses of a run that
  -- has not ended are pending, running and waiting.
  check ((status like '%ing') = (ended_at is null) and (parent_run is null) = (parent_operation is null)
    and (queue is null) = (queued_at is null))
);
create index if not exists foliot_run_due on foliot_run (lane, due_at) where owner is null and due_at is not null;
create index if not exists foliot_run_owner on foliot_run (owner) where owner is not null;
create index if not exists foliot_run_parent on foliot_run (parent_run) where parent_run is not null;
create index if not exists foliot_run_workflow on foliot_run (workflow, status, created_at);
create index if not exists foliot_run_created on foliot_run (created_at, id);
create index if not exists foliot_run_correlation on foliot_run (correlation_id);
create index if not exists foliot_run_failed on foliot_run (ended_at) where status = 'failed';
create index if not exists foliot_run_ended on foliot_run (ended_at) where ended_at is not null;
create index if not exists foliot_run_executing on foliot_run (workflow, concurrency_key) where concurrency_key is not null and owner is not null;
create index if not exists foliot_run_queue on foliot_run (workflow, queue, lane, queued_at) where queue is not null;
create index if not exists foliot_run_cancel on foliot_run (workflow, cancel_key, id) where ended_at is null;

-- What happened in each run, in order. Insert-only; removed with its run.
create table if not exists foliot_journal (
  run_id     varchar(200) not null,
  number     int          not null,
  operation  varchar(500) not null,
  parent     varchar(500),
  kind       varchar(30)  not null,
  type       varchar(20)  not null,
  name       varchar(200),
  payload    text,
  details    text,
  invocation int          not null,
  at         timestamptz  not null,
  primary key (run_id, number)
);

-- What runs wait for: a callback by its id; an event by its type and the value of one of its fields; the end of a
-- child run. A wait is completed once. The column conditions has the values of all fields, as JSON. The column
-- from_position is the position of the log up to which no event is wanted. It is null when the events up to
-- foliot_wait_position have been compared, and the position of the event when one has completed the wait.
create table if not exists foliot_wait (
  id                varchar(1000) primary key,
  run_id            varchar(200) not null,
  operation         varchar(500) not null,
  kind              varchar(20)  not null,
  event_type        varchar(200),
  field             varchar(200),
  field_value       varchar(500),
  conditions        text,
  from_position     bigint,
  deadline_at       timestamptz,
  heartbeat_seconds bigint,
  heartbeat_at      timestamptz,
  outcome           varchar(20),
  payload           text,
  error             text,
  completed_at      timestamptz,
  check (kind in ('callback', 'event', 'child')),
  check ((kind = 'event') = (event_type is not null)),
  check ((event_type is null) = (field is null)),
  check ((field is null) = (field_value is null)),
  check ((outcome is null) = (completed_at is null))
);
create index if not exists foliot_wait_run on foliot_wait (run_id);
create index if not exists foliot_wait_event on foliot_wait (event_type, field, field_value) where kind = 'event' and completed_at is null;
create index if not exists foliot_wait_new on foliot_wait (from_position) where kind = 'event' and completed_at is null;

-- Up to which position of the log the events have been compared with the waits for events; one row at most.
create table if not exists foliot_wait_position (
  id       int    primary key,
  position bigint not null,
  check (id = 1)
);

-- What flow control remembers: one row for each policy of a workflow and each value of its key. A start locks its rows.
-- When until_at is over and run_id has ended, the row says the same as none.
create table if not exists foliot_admission (
  workflow      varchar(200) not null,
  policy        varchar(20)  not null,
  admission_key varchar(200) not null,
  run_id        varchar(200),
  since_at      timestamptz,
  until_at      timestamptz not null,
  counted       int          not null,
  primary key (workflow, policy, admission_key)
);
create index if not exists foliot_admission_until on foliot_admission (until_at);
