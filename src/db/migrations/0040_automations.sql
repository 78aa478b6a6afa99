-- Automated e-mails that their recipients can stop, approvals that count for the words they were given for, and days that are unusually full.

-- How an address came to want nothing: what its owner said by themselves they may take back by themselves.
alter table automation_opt_out add column via text not null default 'member' check (via in ('member', 'link', 'one_click'));

-- The firm's changes of words, counted. A start that somebody approved keeps how far they had counted then.
create sequence automation_words;
alter table automation_template add column words_seq bigint not null default 0;
alter table automation_start add column approved_words bigint;
update automation_start set approved_words = 0 where approved_by is not null or (batch_id is not null and state = 'running');

-- What its cause says of it, such as how many there were.
alter table automation_batch add column params jsonb not null default '{}';
