-- The customers of the bot that operators watch: in which topic, and who answers. turn counts the customer's messages and
-- what the bot made of them, so that what was seen of the topic before one is known to be old.
create table ai_dialog (
    user_id    bigint       primary key,
    topic_link varchar(200) not null,
    operators  boolean      not null default false,
    turn       bigint       not null default 0,
    updated_at timestamp with time zone not null default current_timestamp
);
