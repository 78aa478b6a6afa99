-- Contacts are found without their accents: "lucia" finds Lucía. What is kept for search is folded as src/projection/text.ts `searchKey` does.

update contact set search = translate(
    replace(replace(replace(replace(
      normalize(regexp_replace(normalize(search, NFD), '[\u0300-\u036f]', '', 'g'), NFC),
      'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
    'øłđðı', 'olddi')
where search ~ '[^\x01-\x7f]';
