insert into category (id) values (1);
insert into product (id, category) values (1, 1);
insert into flyway_schema_history (installed_rank) values (1);
