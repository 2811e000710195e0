using static Plimsoll.Indexing.Languages.Lexical;
using static Plimsoll.Indexing.Languages.OutlineShape;

namespace Plimsoll.Indexing.Languages;

/// <summary>The list of languages. A language keeps its place: the position is the number stored in indexes. New ones go to the end.</summary>
internal static class LanguageList
{
    private const Lexical Slashes = SlashLine | SlashBlock;
    private const Lexical Quotes = DoubleQuote | SingleQuote;
    private const Lexical JavaScript = Slashes | Quotes | Template | Regex | OneLineStrings | DeepBodies;

    private static int _count;

    internal static Language[] Create()
    {
        _count = 0;
        return
        [
            New("text", Lines, None),
            New("c", Declarator, Slashes | Quotes | Preprocessor | OneLineStrings, WordLists.C),
            New("cpp", Declarator, Slashes | Quotes | Preprocessor | CppRaw | LocalTypes | OneLineStrings, WordLists.Cpp),
            New("csharp", Declarator, Slashes | Quotes | CSharp | BodilessMethods | OneLineStrings, WordLists.CSharp),
            New("java", Declarator, Slashes | Quotes | TripleDouble | DeepBodies | BodilessMethods | OneLineStrings, WordLists.Java),
            New("kotlin", Keyword, Slashes | Quotes | Nested | TripleDouble | DollarCode | BacktickName | OneLineStrings, WordLists.Kotlin),
            New("scala", Keyword, Slashes | Quotes | Nested | TripleDouble | DollarCode | BacktickName | OneLineStrings, WordLists.Scala),
            New("javascript", Script, JavaScript | Jsx | Types, WordLists.JavaScript),
            New("typescript", Script, JavaScript | Types, WordLists.JavaScript),
            New("tsx", Script, JavaScript | Jsx | Types, WordLists.JavaScript),
            New("python", Indent, Hash | Quotes | TripleDouble | TripleSingle | OneLineStrings, WordLists.Python),
            New("go", Keyword, Slashes | Quotes | BacktickRaw | OneLineStrings, WordLists.Go),
            New("rust", Keyword, Slashes | Nested | DoubleQuote | Rust, WordLists.Rust),
            New("swift", Keyword, Slashes | Nested | DoubleQuote | TripleDouble | SwiftCode | BacktickName | OneLineStrings, WordLists.Swift),
            New("php", Keyword, Slashes | Hash | Quotes | Php, WordLists.Php),
            New("ruby", Indent, Hash | Quotes, WordLists.Ruby),
            New("lua", Indent, Dash | Quotes | LuaBrackets | OneLineStrings, WordLists.Lua),
            New("shell", Indent, Hash | Quotes, WordLists.Shell),
            New("sql", Heading, Dash | SlashBlock | SingleQuote, WordLists.Sql),
            New("html", Markup, MarkupComment),
            New("css", Rules, SlashBlock | Quotes),
            New("scss", Rules, Slashes | Quotes),
            New("markdown", Heading, MarkupComment),
            New("json", Keys, Slashes | DoubleQuote),
            New("yaml", Heading, Hash | Quotes),
            New("toml", Heading, Hash | Quotes | TripleDouble | TripleSingle),
            New("xml", Markup, MarkupComment),
            New("make", Heading, Hash),
            New("perl", Indent, Hash, WordLists.Perl),
            New("haskell", Clause, Dash),
            New("elixir", Indent, Hash | DoubleQuote | TripleDouble, WordLists.Elixir),
            New("zig", Keyword, SlashLine | Quotes | OneLineStrings, WordLists.Zig),
            New("dart", Declarator, Slashes | Quotes | TripleDouble | TripleSingle | BodilessMethods | OneLineStrings, WordLists.Dart),
            New("objective-c", Declarator, Slashes | Quotes | Preprocessor | OneLineStrings, WordLists.ObjectiveC),
            New("groovy", Declarator, Slashes | Quotes | TripleDouble | TripleSingle | DeepBodies | OneLineStrings, WordLists.Groovy),
            New("protobuf", Keyword, Slashes | Quotes | OneLineStrings, WordLists.Protobuf),
            New("assembly", Heading, SlashBlock),
            New("restructuredtext", Heading, None),
            New("asciidoc", Heading, None),
            New("ini", Heading, Hash | Semicolon),
            New("devicetree", Lines, Slashes | DoubleQuote),
            New("fsharp", Indent, SlashLine | DoubleQuote | TripleDouble, WordLists.FSharp),
            New("erlang", Lines, None),
            New("clojure", Lines, Semicolon),
            New("r", Lines, Hash),
            New("julia", Indent, Hash | DoubleQuote | TripleDouble, WordLists.Julia),
            New("powershell", Indent, Hash, WordLists.PowerShell),
            New("solidity", Keyword, Slashes | Quotes | OneLineStrings, WordLists.Solidity),
            New("graphql", Keyword, Hash | DoubleQuote | TripleDouble, WordLists.GraphQl),
            New("terraform", Lines, Hash),
            New("nix", Lines, Hash),
            New("ocaml", Lines, None),
            New("cmake", Lines, Hash),
            New("dockerfile", Lines, Hash),
            New("kconfig", Indent, Hash, WordLists.Kconfig),
            New("awk", Keyword, Hash | DoubleQuote, WordLists.Awk),
        ];
    }

    private static Language New(string name, OutlineShape shape, Lexical lexical, string words = "") =>
        new((byte)_count++, name, shape, lexical, words);
}
