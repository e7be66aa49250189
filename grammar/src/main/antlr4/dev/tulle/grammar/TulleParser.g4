/** The grammar of a `.net` file. Operators stand in the order of their strength, the tightest first. */
parser grammar TulleParser;

options {
  tokenVocab = TulleLexer;
}

file: edition? module? use* declarations EOF;

edition: TULLE INTEGER;
module: MODULE path;
use: IMPORT path (DOT OPEN_BRACE id (COMMA id)* CLOSE_BRACE)? (AS id)?;

declarations: declaration*;
declaration: note* (constant | dims | definition | formula | data | train);
note: AT id arguments?;

constant: CONST id ASSIGN expression;
dims: DIM dim (COMMA dim)*;
dim: id ((ASSIGN | LESS_EQUAL) expression)?;
definition: (BLOCK | NET | FUN | OPTIMIZER) id parameters? (ASSIGN expression | body);
formula: (SCHEDULE | INIT) id parameters? (ASSIGN expression | body);
parameters: OPEN_PAREN (parameter (COMMA parameter)*)? CLOSE_PAREN;
parameter: id (COLON type)? (ASSIGN expression)?;

data: DATA id OPEN_BRACE fields CLOSE_BRACE;
fields: field*;
field: AUGMENT id (COMMA id)* ASSIGN expression | id ASSIGN expression;

train: TRAIN id ON path OPEN_BRACE recipe CLOSE_BRACE;
recipe: recipeRule*;
recipeRule: group | freeze | setting;
group: GROUP STRING (COMMA STRING)* OPEN_BRACE settings CLOSE_BRACE;
settings: setting*;
freeze: FREEZE STRING (COMMA STRING)*;
setting: id ASSIGN expression;

body: OPEN_BRACE statements CLOSE_BRACE;
statements: statement*;
statement: port | stored | update | letTuple | let | output | loss | check | bare;
port: (INPUT | TARGET) portItem (COMMA portItem)*;
portItem: id (COLON type)?;
stored: (PARAM | STATE) storedItem (COMMA storedItem)*;
storedItem: id (COLON type)? (TILDE | ASSIGN) expression;
update: UPDATE id ASSIGN expression;
letTuple: LET OPEN_PAREN part (COMMA part)* CLOSE_PAREN ASSIGN expression;
part: id | HOLE;
let: LET binding ASSIGN expression;
output: OUTPUT binding (COLON type)? (ASSIGN expression)?;
loss: LOSS id ASSIGN expression;
check: CHECK expression STRING?;
// A statement without its keyword: a mistake that is common enough to be understood and explained.
bare: binding ASSIGN expression;
binding: id (OPEN_BRACKET axis (COMMA axis)* CLOSE_BRACKET)?;

type: path (OPEN_BRACKET axis (COMMA axis)* CLOSE_BRACKET)? | OPEN_BRACKET (axis (COMMA axis)*)? CLOSE_BRACKET;
axis: REST | expression;
arguments: OPEN_PAREN (argument (COMMA argument)*)? CLOSE_PAREN;
argument: id ASSIGN expression | expression;

expression
  : expression DOT id # member
  | expression arguments # call
  | expression OPEN_BRACKET axis (COMMA axis)* CLOSE_BRACKET # index
  | <assoc = right> expression CARET expression # binary
  | (MINUS | NOT) expression # unary
  | expression (STAR | SLASH | MOD) expression # binary
  | expression (PLUS | MINUS) expression # binary
  | expression (EQUAL | NOT_EQUAL | LESS | LESS_EQUAL | GREATER | GREATER_EQUAL) expression # binary
  | expression AND expression # binary
  | expression OR expression # binary
  | expression AS type # ascription
  | id COLON expression # labelled
  | expression ARROW expression # pipe
  | IF expression THEN expression ELSE expression # conditional
  | OPEN_PAREN expression (COMMA expression)* CLOSE_PAREN # parenthesised
  | OPEN_BRACKET (axis (COMMA axis)*)? CLOSE_BRACKET # sequence
  | (INTEGER | REAL) # number
  | STRING # text
  | (TRUE | FALSE) # truth
  | HOLE # hole
  | id # reference
  ;

path: id (DOT id)*;

/** A name; every soft keyword is one too. */
id
  : NAME
  | TULLE
  | MODULE
  | IMPORT
  | CONST
  | DIM
  | BLOCK
  | NET
  | FUN
  | OPTIMIZER
  | SCHEDULE
  | INIT
  | DATA
  | TRAIN
  | INPUT
  | TARGET
  | PARAM
  | STATE
  | UPDATE
  | LET
  | OUTPUT
  | LOSS
  | CHECK
  | ON
  | AUGMENT
  | GROUP
  | FREEZE
  ;
