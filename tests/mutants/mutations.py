"""Small faults put into source code: one changed operator, condition, number or call at a time."""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
CALLS = {"min": "max", "max": "min", "any": "all", "all": "any", "argmax": "argmin", "argmin": "argmax"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
ENTERED = "__a_function_was_entered__"
"""What functions call when they are to say that they were called."""
Function = tuple[str, str]
"""Path of a module, from the root of the checkout, and qualified name."""


@dataclass(frozen=True)
class Mutant:
    """One fault in one function.

    Attributes
    ----------
    file : path of the module, from the root of the checkout.
    function : qualified name of the function that holds the fault.
    line : where it is.
    before, after : the expression as Python writes it, or the first line of the statement.
    number : which of the module's faults it is.
    again : how many such faults the function has before this one.
    """

    file: str
    function: str
    line: int
    before: str
    after: str
    number: int
    again: int = 0

    @property
    def name(self) -> str:
        """Names the fault for as long as the code around it stays."""
        again = f" (no. {self.again + 1})" if self.again else ""
        return f"{self.file}::{self.function}: {self.before} -> {self.after}{again}"


def mutants(file: str, source: str) -> list[Mutant]:
    """Every fault that can be put into the functions of a module."""
    seen: Counter[tuple[str, str, str]] = Counter()
    found = []
    for number, (function, node, changed) in enumerate(_faults(ast.parse(source))):
        told = function, _shown(node), _shown(changed)
        found.append(Mutant(file, function, node.lineno, *told[1:], number, seen[told]))
        seen[told] += 1
    return found


def _shown(node: ast.expr | ast.stmt) -> str:
    return ast.unparse(node).partition("\n")[0]


def mutated(source: str, number: int) -> ast.Module:
    """The module with one of its faults in it."""
    tree = ast.parse(source)
    _, node, changed = list(_faults(tree))[number]
    return ast.fix_missing_locations(_Exchange(node, ast.copy_location(changed, node)).visit(tree))


def telling(file: str, source: str, functions: list[Function]) -> ast.Module:
    """The module with each function telling its place in ``functions``, to which they are added."""
    tree = ast.parse(source)
    _tell(tree, file, (), functions)
    return ast.fix_missing_locations(tree)


def _tell(node: ast.AST, file: str, names: tuple[str, ...], functions: list[Function]) -> None:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            _tell(child, file, (*names, child.name), functions)
        elif not isinstance(child, FUNCTIONS):
            _tell(child, file, names, functions)
        else:
            _tell(child, file, (*names, child.name), functions)
            call = ast.Call(ast.Name(ENTERED, ast.Load()), [ast.Constant(len(functions))], [])
            child.body.insert(0, ast.Expr(call))
            functions.append((file, ".".join((*names, child.name))))


class _Exchange(ast.NodeTransformer):
    def __init__(self, node: ast.AST, changed: ast.AST) -> None:
        self.node, self.changed = node, changed

    def visit(self, node: ast.AST) -> ast.AST:
        return self.changed if node is self.node else self.generic_visit(node)


def _faults(tree: ast.Module) -> Iterator[tuple[str, ast.expr | ast.stmt, ast.expr | ast.stmt]]:
    """Function, node and what stands in its place, in the order of the source."""
    yield from _within(tree, ())


def _within(node: ast.AST, names: tuple[str, ...]) -> Iterator[tuple[str, ast.expr | ast.stmt, ast.expr | ast.stmt]]:
    for field, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or _is_left_alone(node, field, child):
                continue
            if isinstance(child, (*FUNCTIONS, ast.ClassDef)):
                yield from _within(child, (*names, child.name))
                continue
            if names and isinstance(child, ast.expr | ast.stmt) and not isinstance(node, ast.ClassDef):
                yield from ((".".join(names), child, changed) for changed in _changed(child))
            yield from _within(child, names)


def _is_left_alone(node: ast.AST, field: str, child: ast.AST) -> bool:
    """Annotations, decorators, defaults, base classes, texts of errors and what only type checkers read."""
    if field in ("annotation", "returns", "decorator_list", "bases", "defaults", "kw_defaults", "format_spec"):
        return True
    if isinstance(child, ast.Raise | ast.Assert | ast.JoinedStr):
        return True
    if isinstance(child, ast.keyword) and child.arg == "strict":  # of zip: says that lengths are equal
        return True
    if isinstance(node, ast.ClassDef) and isinstance(child, ast.AnnAssign | ast.Assign):
        return True
    return isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"


def _changed(node: ast.expr | ast.stmt) -> Iterator[ast.expr | ast.stmt]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARISONS:
            other = copy.copy(node)
            other.ops = [COMPARISONS[type(op)]()]
            yield other
        case ast.BinOp(op=op) if type(op) in OPERATORS and not _is_text(node):
            other_operation = copy.copy(node)
            other_operation.op = OPERATORS[type(op)]()
            yield other_operation
        case ast.BoolOp(op=op):
            other_logic = copy.copy(node)
            other_logic.op = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield other_logic
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert(), operand=operand):
            yield operand
        case ast.Constant(value=bool() as truth):
            yield ast.Constant(not truth)
        case ast.Constant(value=int() as number):
            yield ast.Constant(number + 1)
        case ast.Constant(value=float() as number):
            yield ast.Constant(number * 2 if number else 1.0)
        case ast.Call(func=ast.Name(id=name)) if name in CALLS:
            swapped = copy.copy(node)
            swapped.func = ast.Name(CALLS[name], ast.Load())
            yield swapped
        case ast.Call(func=ast.Attribute(attr=name)) if name in CALLS:
            method = copy.copy(node)
            method.func = copy.copy(node.func)
            method.func.attr = CALLS[name]  # type: ignore[attr-defined]
            yield method
        case ast.IfExp(test=test):
            choice = copy.copy(node)
            choice.test = ast.UnaryOp(ast.Not(), test)
            yield choice
        case ast.If(test=test):
            if not isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp):
                branch = copy.copy(node)
                branch.test = ast.UnaryOp(ast.Not(), test)
                yield branch
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()
        case ast.AugAssign(op=op) if type(op) in OPERATORS:
            step = copy.copy(node)
            step.op = OPERATORS[type(op)]()
            yield step


def _is_text(node: ast.BinOp) -> bool:
    return any(isinstance(side, ast.Constant | ast.JoinedStr) and _has_text(side) for side in (node.left, node.right))


def _has_text(side: ast.Constant | ast.JoinedStr) -> bool:
    return isinstance(side, ast.JoinedStr) or isinstance(side.value, str)
