-- Which rows of which file were begun, and which are sent: the table of Camel's JdbcMessageIdRepository, as it makes it.
create table if not exists camel_messageprocessed (
    processorname varchar(255) not null,
    messageid     varchar(100) not null,
    createdat     timestamp,
    primary key (processorname, messageid)
);
