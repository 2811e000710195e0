using System.Text.RegularExpressions;

namespace Plimsoll.JavaScript.Tests.Fuzzing;

/// <summary>Makes programs that are nearly right: tokens of known ones left out, doubled, swapped, replaced, spliced, and put where other rules hold.</summary>
internal sealed partial class Mutator
{
    private const int TokensMax = 400;

    private static readonly string[] Words =
    [
        "arguments", "as", "async", "await", "break", "case", "catch", "class", "const", "constructor", "continue", "default", "delete", "do", "else", "enum", "eval", "export",
        "extends", "finally", "for", "from", "function", "get", "if", "implements", "import", "in", "instanceof", "interface", "let", "new", "null", "of", "package", "private",
        "prototype", "public", "return", "set", "static", "super", "switch", "target", "this", "throw", "true", "try", "typeof", "undefined", "using", "var", "void", "while",
        "with", "yield", "a", "b", "#a", "x", "__proto__", "meta", "0", "1", "010", "08", "1n", "0x1F", "1_0", ".5", "\"use strict\"", "'a'", "\"\\08\"", "`a${b}c`", "/a/u", "/[a&&b]/v",
        "\\u0061", "l\\u0065t", "\\u{61}sync", "(", ")", "[", "]", "{", "}", ",", ";", ".", "?.", "...", "=>", "=", "+=", "&&=", "??=", "**", "*", "/", "?", ":", "??", "||", "&&", "+", "-",
        "!", "~", "++", "--", "<", ">", "==", "|", "\n", "/*\n*/", "//\n", "<!--", "-->", "\n-->", "#", "@", "`", "\u2028",
    ];

    private static readonly string[] Wraps =
    [
        "function f(){@}", "function*f(){@}", "async function f(){@}", "async function*f(){@}", "()=>{@}", "async()=>{@}", "()=>@", "(@)", "[@]", "{@}", "({@})", "({a:@})", "`${@}`",
        "\"use strict\";@", "function f(){\"use strict\";@}", "function f(a=@){}", "function f(@){}", "(@)=>1", "async(@)=>1", "(a=@)=>1", "class A{@}", "class A extends B{@}",
        "class A{static{@}}", "class A{a=@}", "class A{[@](){}}", "class A extends B{constructor(){@}}", "class A{m(){@}}", "class A{#a;m(){@}}", "({m(){@}})", "({get a(){@}})", "({set a(@){}})",
        "({async*m(){@}})", "for(@;;);", "for(@ of a);", "for(@ in a);", "for(var a of @);", "async function f(){for await(@ of a);}", "if(a)@", "if(a);else @", "while(a)@", "do @ while(a)",
        "a:@", "a:b:@", "switch(a){case b:@}", "switch(a){case b:@ default:@}", "try{@}catch(e){@}", "try{}catch(@){}", "try{}catch([a,e]){@}", "with(a)@", "let @", "var @", "const @", "using @",
        "function*f(a=@){}", "async function f(a=@){}", "export @", "export default @", "export {@}", "import {@} from 'a'", "import @ from 'a'", "import('a',@)", "new @", "delete @", "void @",
        "typeof @", "await @", "yield @", "throw @", "[@]=a", "({@}=a)", "({@})=>1", "a?.[@]", "a?@:b", "@=1", "@++", "++@", "...@", "f(...@)", "@\n@", "@;@", "@,@", "new.target;@", "label:{@}", "/@/u", "/@/v", "/@/",
        "function f(){for(var a=@ in b);}", "{function f(){}@}", "{@ function f(){}}", "{let a;@}", "{var a;@}", "function f(a){@}", "function f({a}){@}", "let a;{@}", "async a=>@", "a=>@",
    ];

    private readonly Random _random;
    private readonly List<string[]> _seeds;

    /// <param name="seed">The same seed makes the same programs.</param>
    /// <param name="programs">What is changed.</param>
    public Mutator(int seed, IEnumerable<string> programs)
    {
        _random = new Random(seed);
        _seeds = [.. programs.Select(Split).Where(tokens => tokens.Length is > 0 and <= TokensMax)];
    }

    /// <summary>The next program.</summary>
    public string Next()
    {
        List<string> tokens = [.. Pick(_seeds)];
        for (int changes = _random.Next(1, 4); changes > 0; changes--) Change(tokens);
        return string.Concat(tokens);
    }

    /// <summary>A program in pieces whose sum it is.</summary>
    public static string[] Split(string text) => [.. Tokens().Matches(text).Select(match => match.Value)];

    private void Change(List<string> tokens)
    {
        if (tokens.Count == 0) tokens.Add("a");
        int at = _random.Next(tokens.Count), other = _random.Next(tokens.Count);
        switch (_random.Next(11))
        {
            case 0:
                tokens.RemoveRange(at, Math.Min(tokens.Count - at, _random.Next(1, 4)));
                break;
            case 1:
                tokens.Insert(other, tokens[at]);
                break;
            case 2:
                (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                break;
            case 3:
                tokens[at] = Pick(Words);
                break;
            case 4:
                tokens.InsertRange(at, [" ", Pick(Words), " "]);
                break;
            case 5:
                string[] tail = Pick(_seeds);
                tokens.RemoveRange(at, tokens.Count - at);
                tokens.AddRange(tail[_random.Next(tail.Length)..]);
                break;
            case 6:
                string[] piece = Pick(_seeds);
                int from = _random.Next(piece.Length);
                tokens.InsertRange(at, piece[from..Math.Min(piece.Length, from + _random.Next(1, 12))]);
                break;
            case 7:
                tokens.InsertRange(at, Pick(_seeds));
                break;
            case 8:
                SameName(tokens);
                break;
            default:
                Wrap(tokens);
                break;
        }

        if (tokens.Count > 2 * TokensMax) tokens.RemoveRange(2 * TokensMax, tokens.Count - 2 * TokensMax);
    }

    /// <summary>Gives one name the spelling of another, which is how declarations come to clash.</summary>
    private void SameName(List<string> tokens)
    {
        int[] names = [.. Enumerable.Range(0, tokens.Count).Where(i => char.IsAsciiLetter(tokens[i][0]))];
        if (names.Length > 0) tokens[Pick(names)] = tokens[Pick(names)];
    }

    private void Wrap(List<string> tokens)
    {
        string inside = string.Concat(tokens);
        tokens.Clear();
        tokens.AddRange(Split(Pick(Wraps).Replace("@", inside, StringComparison.Ordinal)));
    }

    private T Pick<T>(IReadOnlyList<T> list) => list[_random.Next(list.Count)];

    [GeneratedRegex("""
        [\p{L}_$\#\\][\p{L}\p{N}_$\\{}]*(?<!\})|\d[\w.]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[ \t]+|//[^\n]*
        |>>>=|\.\.\.|===|!==|\*\*=|<<=|>>=|>>>|&&=|\|\|=|\?\?=|=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.|\+\+|--|\*\*|[-+*/%&|^]=|<<|>>|.
        """, RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Tokens();
}
