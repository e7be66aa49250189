/**
 * The words and signs of the language. A keyword is soft unless it is listed among the hard ones: the parser's rule
 * `id` takes it as a name wherever a name can stand. Tokens whose names begin with BAD are mistakes that are
 * recognised so that they can be explained; the parser never sees them.
 */
lexer grammar TulleLexer;

channels {
  DOCS,
  COMMENTS
}

// Hard keywords.
IF: 'if';
THEN: 'then';
ELSE: 'else';
AND: 'and';
OR: 'or';
NOT: 'not';
MOD: 'mod';
AS: 'as';
TRUE: 'true';
FALSE: 'false';

// Soft keywords of a file.
TULLE: 'tulle';
MODULE: 'module';
IMPORT: 'import';

// Soft keywords that begin a declaration.
CONST: 'const';
DIM: 'dim';
BLOCK: 'block';
NET: 'net';
FUN: 'fun';
OPTIMIZER: 'optimizer';
SCHEDULE: 'schedule';
INIT: 'init';
DATA: 'data';
TRAIN: 'train';

// Soft keywords that begin a statement.
INPUT: 'input';
TARGET: 'target';
PARAM: 'param';
STATE: 'state';
UPDATE: 'update';
LET: 'let';
OUTPUT: 'output';
LOSS: 'loss';
CHECK: 'check';

// Soft keywords of data and recipes.
ON: 'on';
AUGMENT: 'augment';
GROUP: 'group';
FREEZE: 'freeze';

HOLE: '_';
NAME: [A-Za-z_] [A-Za-z0-9_]*;
INTEGER: DIGITS;
REAL: DIGITS '.' DIGITS EXPONENT? | DIGITS EXPONENT;
STRING: '"' ('\\' ~[\r\n] | ~["\\\r\n])* '"';

OPEN_PAREN: '(';
CLOSE_PAREN: ')';
OPEN_BRACKET: '[';
CLOSE_BRACKET: ']';
OPEN_BRACE: '{';
CLOSE_BRACE: '}';
COMMA: ',';
COLON: ':';
DOT: '.';
REST: '...';
AT: '@';
ARROW: '->';
ASSIGN: '=';
TILDE: '~';
PLUS: '+';
MINUS: '-';
STAR: '*';
SLASH: '/';
CARET: '^';
EQUAL: '==';
NOT_EQUAL: '!=';
LESS: '<';
LESS_EQUAL: '<=';
GREATER: '>';
GREATER_EQUAL: '>=';

// Four slashes and more draw a line in the text; they document nothing.
RULER: '////' ~[\r\n]* -> channel(COMMENTS);
DOC: '///' ~[\r\n]* -> channel(DOCS);
COMMENT: '//' ~[\r\n]* -> channel(COMMENTS);
SPACE: [ \t\r\n\f\u00A0\uFEFF]+ -> skip;

BAD_COMMENT: '/*' .*? ('*/' | EOF) | '#' ~[\r\n]*;
BAD_STRING: '"' ('\\' ~[\r\n] | ~["\\\r\n])* '\\'? | '\'' ~['\r\n]* '\''? | [\u201C\u201D\u201E] ~["\u201C\u201D\r\n]* ["\u201C\u201D]?;
BAD_NUMBER: [0-9] [0-9A-Za-z_]* ('.' [0-9A-Za-z_]*)* | '.' [0-9] [0-9A-Za-z_]*;
BAD_NAME: [A-Za-z0-9_\p{L}] [A-Za-z0-9_\p{L}\p{N}\p{M}]*;
BAD_SIGN: '**' | '&&' | '||' | '&' | '|' | '!' | '%' | '=>' | '|>' | ':=' | '===' | '<>' | [\u2192\u2264\u2265\u2260\u2212\u00D7\u00B7\u2215\u2026];
BAD: .;

fragment DIGITS: [0-9] ('_'? [0-9])*;
fragment EXPONENT: [eE] [+-]? DIGITS;
