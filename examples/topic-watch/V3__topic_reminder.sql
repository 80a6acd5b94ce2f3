-- Of which waits the operators have been reminded. A wait is a topic and the time the customer last wrote. The outcomes are
-- those of deal_event.
create table topic_reminder (
    topic_link  varchar(200) not null,
    last_date   timestamp    not null,
    outcome     varchar(10)  not null,
    reminded_at timestamp with time zone not null default current_timestamp,
    primary key (topic_link, last_date)
);
