-- What topic_reminder held, as the entries that hotline:send writes for its idempotentKey: started before the call, done
-- after it.
insert into camel_messageprocessed (processorname, messageid, createdat)
select 'topic-watch', topic_link || ' ' || to_char(last_date, 'YYYY-MM-DD HH24:MI:SS') || ' started', localtimestamp
from topic_reminder;
insert into camel_messageprocessed (processorname, messageid, createdat)
select 'topic-watch', topic_link || ' ' || to_char(last_date, 'YYYY-MM-DD HH24:MI:SS') || ' done', localtimestamp
from topic_reminder
where outcome in ('OK', 'REJECTED');
drop table topic_reminder;
