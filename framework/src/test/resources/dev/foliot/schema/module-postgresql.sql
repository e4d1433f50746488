-- The tables of a module that exists in tests alone.
create table if not exists foliot_module (id int primary key);
create table if not exists foliot_module_part (id int primary key);
