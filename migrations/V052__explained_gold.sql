-- Why the known answer of a gold task is right, for people who have taken a quiz that asks it.
alter table gold
    add column explanation text,
    add column explained_by uuid references labeler, -- whose words they are
    add check ((explanation is null) = (explained_by is null));

-- What people read about their answers after a try: the mark alone, the explanations of what they got wrong, or every answer. Quizzes that
-- are there already go on telling the mark alone, as those who take them were promised.
alter table quiz
    add column feedback text not null default 'mark' check (feedback in ('mark', 'explanations', 'answers'));
