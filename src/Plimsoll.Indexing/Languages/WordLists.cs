namespace Plimsoll.Indexing.Languages;

/// <summary>The words that steer the outline of each language, as <c>Code: word word …</c> groups; the codes are those of <see cref="Word"/>.</summary>
internal static class WordLists
{
    private const string CControl = "Control: if else for while do switch goto break continue sizeof typeof __typeof__ Return: return Case: case Default: default ";

    private const string CBuiltin = "Builtin: void int char short long float double signed unsigned _Bool bool ";

    private const string CModifier = "Modifier: const volatile inline __inline __inline__ register restrict __restrict auto _Noreturn _Thread_local __extension__ Static: static Extern: extern ";

    private const string CAttribute = "Attribute: __attribute__ __attribute __declspec alignas _Alignas asm __asm__ __asm _Static_assert static_assert _Generic __aligned __printf __scanf __section ";

    internal const string C = "Struct: struct Union: union Enum: enum Typedef: typedef " + CControl + CBuiltin + CModifier + CAttribute;

    internal const string Cpp = "Class: class Struct: struct Union: union Enum: enum Typedef: typedef Namespace: namespace Template: template Using: using Operator: operator " +
        "Modifier: public private protected virtual explicit constexpr consteval constinit mutable friend typename thread_local Freeze: noexcept throw final override " +
        "Attribute: decltype requires concept New: new Control: try catch " + CControl + CBuiltin + "wchar_t char8_t char16_t char32_t " + CModifier + CAttribute;

    internal const string ObjectiveC = C;

    internal const string CSharp = "Class: class Struct: struct Interface: interface Enum: enum Record: record Namespace: namespace Delegate: delegate Using: using Operator: operator " +
        "Modifier: public private protected internal static readonly virtual override abstract sealed partial async extern unsafe volatile required file new ref out in params this event const implicit explicit fixed scoped " +
        "Builtin: void int string bool object long byte char double float decimal short uint ulong ushort sbyte nint nuint dynamic " +
        "Freeze: where Control: if else for foreach while do switch try catch finally lock goto break continue throw checked unchecked yield base typeof nameof sizeof stackalloc await is as Return: return Case: case Default: default";

    internal const string Java = "Class: class Interface: interface Enum: enum Record: record Import: import package " +
        "Modifier: public private protected static final abstract native synchronized transient volatile strictfp sealed non-sealed " +
        "Builtin: void int boolean long byte char double float short Freeze: throws extends implements permits New: new " +
        "Control: if else for while do switch try catch finally goto break continue throw assert yield this super instanceof Return: return Case: case Default: default";

    internal const string Groovy = "Trait: trait " + Java + " Builtin: def var";

    internal const string Dart = "Class: class Trait: mixin Enum: enum Struct: extension Typedef: typedef Import: import export library part " +
        "Modifier: static final const abstract external late covariant factory required sealed base Builtin: void int bool double num var dynamic " +
        "Freeze: extends implements with async sync on New: new Control: if else for while do switch try catch finally break continue throw assert yield await this super Return: return Case: case Default: default Operator: operator Accessor: get set";

    internal const string JavaScript = "Function: function Class: class Interface: interface Enum: enum Namespace: namespace Module: module Type: type Constant: const Variable: let var " +
        "Async: async Accessor: get set Static: static Modifier: public private protected readonly abstract override declare export accessor opaque Default: default Extends: extends implements " +
        "New: new Return: return throw typeof void delete in of instanceof yield await case Control: if for while switch catch with else do try finally Import: import from as";

    internal const string Python = "Function: def Class: class Modifier: async";

    internal const string Go = "Function: func Type: type Constant: const Variable: var Struct: struct Interface: interface Import: import package Control: if else for switch select go defer range return case default map chan";

    internal const string Rust = "Function: fn Struct: struct Union: union Enum: enum Trait: trait Impl: impl Module: mod Type: type Constant: const static Macro: macro_rules macro " +
        "Modifier: pub async unsafe extern default crate Control: if else for while loop match return let move ref mut in as dyn where use";

    internal const string Kotlin = "Function: fun Class: class Interface: interface Object: object Type: typealias Property: val var " +
        "Modifier: public private protected internal abstract final open override sealed data inner enum annotation inline noinline crossinline suspend operator infix tailrec external const lateinit vararg expect actual companion " +
        "Control: if else for while do when try catch finally return throw is in as this super Import: import package Accessor: get set init";

    internal const string Scala = "Function: def Class: class Trait: trait Object: object Type: type Property: val var " +
        "Modifier: public private protected abstract final sealed override implicit lazy case inline given Control: if else for while do match try catch finally return throw yield new this super with extends Import: import package Enum: enum";

    internal const string Swift = "Function: func Class: class actor Struct: struct Enum: enum Interface: protocol Impl: extension Type: typealias associatedtype Property: var let Constructor: init deinit subscript Case: case " +
        "Modifier: public private fileprivate internal open static final override mutating nonmutating lazy weak unowned required convenience dynamic optional indirect async " +
        "Control: if else for while repeat switch guard do catch defer return throw throws rethrows where in is as try self super Import: import Accessor: get set willSet didSet";

    internal const string Php = "Function: function fn Class: class Interface: interface Trait: trait Enum: enum Namespace: namespace Constant: const Modifier: public private protected static abstract final readonly " +
        "Control: if else elseif for foreach while do switch match try catch finally return throw echo print instanceof clone yield as New: new Using: use Case: case Default: default var";

    internal const string Zig = "Function: fn Constant: const Variable: var Modifier: pub export extern inline comptime threadlocal noinline Control: if else for while switch return break continue defer errdefer try catch orelse and or test struct enum union error opaque";

    internal const string Protobuf = "Struct: message group Enum: enum Interface: service Function: rpc Modifier: extend Namespace: package";

    internal const string Solidity = "Function: function modifier event error Class: contract library Interface: interface Struct: struct Enum: enum Control: if else for while return mapping emit revert";

    internal const string GraphQl = "Type: type input scalar union Interface: interface Enum: enum Modifier: extend Function: query mutation fragment subscription directive";

    internal const string Awk = "Function: function func";

    internal const string Ruby = "Function: def Class: class Module: module Modifier: private public protected private_class_method module_function memoize";

    internal const string Lua = "Function: function Modifier: local";

    internal const string Shell = "Function: function";

    internal const string Sql = "";

    internal const string Perl = "Function: sub Module: package Modifier: my our";

    internal const string Elixir = "Function: def defp Macro: defmacro defmacrop defguard Module: defmodule Interface: defprotocol Impl: defimpl Struct: defstruct";

    internal const string FSharp = "Function: let member Type: type Module: module Namespace: namespace Modifier: rec inline private internal public mutable static abstract override and default";

    internal const string Julia = "Function: function Macro: macro Struct: struct Module: module Modifier: mutable abstract primitive type";

    internal const string PowerShell = "Function: function filter Class: class Enum: enum";

    internal const string Kconfig = "Constant: config menuconfig";
}
