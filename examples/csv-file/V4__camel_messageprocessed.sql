-- Which rows of a file were begun and which are sent: the table of Camel's JdbcMessageIdRepository, as it would make it
-- itself, and an index to forget old ones by.
create table if not exists camel_messageprocessed (
    processorname varchar(255) not null,
    messageid     varchar(100) not null,
    createdat     timestamp,
    primary key (processorname, messageid)
);

create index if not exists camel_messageprocessed_age on camel_messageprocessed (createdat);
