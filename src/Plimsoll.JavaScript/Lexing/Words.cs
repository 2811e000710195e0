namespace Plimsoll.JavaScript.Lexing;

/// <summary>The words that mean something: found by their length and their first eight bytes as one little-endian number.</summary>
internal static class Words
{
    /// <summary>The longest word's length.</summary>
    public const int LengthMax = 11;

    /// <summary>What a word is; <see cref="TokenKind.Name"/> for all others.</summary>
    /// <param name="head">Its first eight bytes, zero where it is shorter.</param>
    /// <param name="tail">The bytes from the ninth on.</param>
    /// <param name="length">Its length.</param>
    public static TokenKind Find(ulong head, ReadOnlySpan<byte> tail, int length) => length switch
    {
        2 => Find2(head),
        3 => Find3(head),
        4 => Find4(head),
        5 => Find5(head),
        6 => Find6(head),
        7 => Find7(head),
        8 => Find8(head),
        9 => Find9(head, tail),
        10 => Find10(head, tail),
        11 => Find11(head, tail),
        _ => TokenKind.Name,
    };

    private static TokenKind Find2(ulong head) => head switch
    {
        0x7361 => TokenKind.As, // as
        0x6F64 => TokenKind.Do, // do
        0x6669 => TokenKind.If, // if
        0x6E69 => TokenKind.In, // in
        0x666F => TokenKind.Of, // of
        _ => TokenKind.Name,
    };

    private static TokenKind Find3(ulong head) => head switch
    {
        0x726F66 => TokenKind.For, // for
        0x746567 => TokenKind.Get, // get
        0x74656C => TokenKind.Let, // let
        0x77656E => TokenKind.New, // new
        0x746573 => TokenKind.Set, // set
        0x797274 => TokenKind.Try, // try
        0x726176 => TokenKind.Var, // var
        _ => TokenKind.Name,
    };

    private static TokenKind Find4(ulong head) => head switch
    {
        0x65736163 => TokenKind.Case, // case
        0x65736C65 => TokenKind.Else, // else
        0x6D756E65 => TokenKind.Enum, // enum
        0x6C617665 => TokenKind.Eval, // eval
        0x6D6F7266 => TokenKind.From, // from
        0x6174656D => TokenKind.Meta, // meta
        0x6C6C756E => TokenKind.Null, // null
        0x73696874 => TokenKind.This, // this
        0x65757274 => TokenKind.True, // true
        0x64696F76 => TokenKind.Void, // void
        0x68746977 => TokenKind.With, // with
        _ => TokenKind.Name,
    };

    private static TokenKind Find5(ulong head) => head switch
    {
        0x636E797361 => TokenKind.Async, // async
        0x7469617761 => TokenKind.Await, // await
        0x6B61657262 => TokenKind.Break, // break
        0x6863746163 => TokenKind.Catch, // catch
        0x7373616C63 => TokenKind.Class, // class
        0x74736E6F63 => TokenKind.Const, // const
        0x65736C6166 => TokenKind.False, // false
        0x7265707573 => TokenKind.Super, // super
        0x776F726874 => TokenKind.Throw, // throw
        0x676E697375 => TokenKind.Using, // using
        0x656C696877 => TokenKind.While, // while
        0x646C656979 => TokenKind.Yield, // yield
        _ => TokenKind.Name,
    };

    private static TokenKind Find6(ulong head) => head switch
    {
        0x6574656C6564 => TokenKind.Delete, // delete
        0x74726F707865 => TokenKind.Export, // export
        0x74726F706D69 => TokenKind.Import, // import
        0x63696C627570 => TokenKind.Public, // public
        0x6E7275746572 => TokenKind.Return, // return
        0x636974617473 => TokenKind.Static, // static
        0x686374697773 => TokenKind.Switch, // switch
        0x746567726174 => TokenKind.Target, // target
        0x666F65707974 => TokenKind.Typeof, // typeof
        _ => TokenKind.Name,
    };

    private static TokenKind Find7(ulong head) => head switch
    {
        0x746C7561666564 => TokenKind.Default, // default
        0x73646E65747865 => TokenKind.Extends, // extends
        0x796C6C616E6966 => TokenKind.Finally, // finally
        0x6567616B636170 => TokenKind.Package, // package
        0x65746176697270 => TokenKind.Private, // private
        _ => TokenKind.Name,
    };

    private static TokenKind Find8(ulong head) => head switch
    {
        0x65756E69746E6F63 => TokenKind.Continue, // continue
        0x7265676775626564 => TokenKind.Debugger, // debugger
        0x6E6F6974636E7566 => TokenKind.Function, // function
        _ => TokenKind.Name,
    };

    private static TokenKind Find9(ulong head, ReadOnlySpan<byte> tail) => head switch
    {
        0x746E656D75677261 when tail.SequenceEqual("s"u8) => TokenKind.Arguments, // arguments
        0x6361667265746E69 when tail.SequenceEqual("e"u8) => TokenKind.Interface, // interface
        0x65746365746F7270 when tail.SequenceEqual("d"u8) => TokenKind.Protected, // protected
        _ => TokenKind.Name,
    };

    private static TokenKind Find10(ulong head, ReadOnlySpan<byte> tail) => head switch
    {
        0x6E656D656C706D69 when tail.SequenceEqual("ts"u8) => TokenKind.Implements, // implements
        0x65636E6174736E69 when tail.SequenceEqual("of"u8) => TokenKind.Instanceof, // instanceof
        _ => TokenKind.Name,
    };

    private static TokenKind Find11(ulong head, ReadOnlySpan<byte> tail) => head switch
    {
        0x63757274736E6F63 when tail.SequenceEqual("tor"u8) => TokenKind.Constructor, // constructor
        _ => TokenKind.Name,
    };
}
