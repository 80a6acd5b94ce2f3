-- Which items of the other system's list have been dealt with. The outcomes and claims are those of deal_event.
create table polled_item (
    id         varchar(200) primary key,
    outcome    varchar(10)  not null,
    claim      varchar,
    last_error varchar,
    updated_at timestamp with time zone not null default current_timestamp
);
