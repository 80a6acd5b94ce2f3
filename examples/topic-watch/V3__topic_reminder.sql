-- Of which waits the operators have been reminded. A wait is a topic and the time the customer last wrote. The outcomes and
-- claims are those of deal_event.
create table topic_reminder (
    topic_link  varchar(200) not null,
    last_date   timestamp    not null,
    outcome     varchar(10)  not null,
    claim       varchar,
    reminded_at timestamp with time zone not null default current_timestamp,
    primary key (topic_link, last_date)
);
