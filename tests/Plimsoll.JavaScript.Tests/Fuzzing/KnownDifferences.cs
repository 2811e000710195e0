using System.Text.RegularExpressions;
using Plimsoll.JavaScript.Parsing;

namespace Plimsoll.JavaScript.Tests.Fuzzing;

/// <summary>Where acorn is not what the standard says, each with the rule of the standard.</summary>
internal static class KnownDifferences
{
    private static readonly Difference[] All =
    [
        new("let\nvar a", "'let' is a name where no name follows it, and the next line begins a statement: 12.10.1, a semicolon is inserted before a token that no production allows",
            null, "Unexpected keyword", @"\blet\b\s*(//.*\n\s*|/\*[\s\S]*?\*/\s*)*\w"),
        new("(class eval{})", "15.7: all parts of a class are strict code, so its name cannot be eval or arguments (13.1.1)",
            "cannot be bound or assigned to in strict mode", null, @"\bclass\s+(eval|arguments)\b"),
        new("try{}catch({let}){}", "14.15.1 does not keep a catch parameter from being called let; 14.3.1.1 and 14.7.5.1 are of declarations",
            null, "let is disallowed as a lexically bound name", @"\bcatch\b"),
        new("{var a;b:function a(){}}", "14.13.3 (LexicallyDeclaredNames): a function after a label in a block is declared by the block (14.2.1)",
            "has already been declared", null, @":\s*function\b"),
        new("[...a,b=c]=d", "13.15.5: an AssignmentRestElement is the last of an ArrayAssignmentPattern",
            "a rest element must be the last", null, @"\.\.\."),
        new("function a(){}{{}/=/}", "12: where a statement may begin, a slash begins a regular expression", null, "Unexpected token", @"\}\s*/"),
        new("var x\n/=/", "12.10.1: a semicolon is inserted before the slash, which then begins a statement (12) and so a regular expression", null, "Unexpected token", @"\n\s*/="),
        new("class A{static{function a(){}function a(){}}}", "15.7.1: functions of a static block are like those of a function's body (8.2.10), which may have one name",
            null, "has already been declared", @"\bstatic\s*\{"),
        new("'use strict';let<!--\na", "B.1.1: <!-- is a comment, so that let and the name after it are a declaration", null, "The keyword 'let' is reserved", @"\blet\s*<!--"),
        new("let<!--\na>b", "B.1.1: <!-- is a comment, so that let and the name after it are a declaration", "unexpected token", null, @"\blet\s*<!--"),
        new("'\\1';'use strict'", "11.2.1: the last statement of a prologue needs no semicolon before the end either", "octal escapes cannot be used in strict mode", null, @"['""]use strict['""]\s*$"),
        new("'use strict'<!--\nwith(a);", "B.1.1: what follows <!-- is a comment, so the string is a statement and with it a directive (11.2.1)",
            "", null, @"['""]use strict['""]\s*<!--"),
    ];

    /// <summary>One program for each.</summary>
    public static IEnumerable<(Program Program, string Rule)> Examples => All.Select(one => (new Program(one.Example, SourceGoal.Script), one.Rule));

    /// <summary>The rule of the standard that acorn breaks where the two differ, or null.</summary>
    public static string? Explain(Program program, string? ours, string? theirs) => Array.Find(All, one => one.Fits(program.Text, ours, theirs))?.Rule;

    /// <summary>A kind of difference.</summary>
    /// <param name="Example">A program.</param>
    /// <param name="Rule">What the standard says of it.</param>
    /// <param name="Ours">A part of our message; null where we take it.</param>
    /// <param name="Theirs">A part of acorn's message; null where acorn takes it.</param>
    /// <param name="Pattern">What the text has.</param>
    private sealed record Difference(string Example, string Rule, string? Ours, string? Theirs, string Pattern)
    {
        public bool Fits(string text, string? ours, string? theirs) => Has(ours, Ours) && Has(theirs, Theirs) && Regex.IsMatch(text, Pattern, RegexOptions.None, TimeSpan.FromSeconds(5));

        private static bool Has(string? message, string? part) => part is null ? message is null : message?.Contains(part, StringComparison.Ordinal) == true;
    }
}
