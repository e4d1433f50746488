-- Tables that only cleaning knows: one refers to another, two refer to each other.
create table if not exists category (
  id int primary key
);
create table if not exists product (
  id       int primary key,
  category int references category (id) on delete restrict
);
create table if not exists employee (
  id         int primary key,
  department int
);
create table if not exists department (
  id   int primary key,
  head int not null references employee (id)
);
alter table employee drop constraint if exists works_in;
alter table employee add constraint works_in foreign key (department) references department (id);
create table if not exists flyway_schema_history (
  installed_rank int primary key
);
