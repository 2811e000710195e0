using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>The parser's face: one pass over a program that checks all of it and leaves tables. For trees see <see cref="TreeBuilder"/>.</summary>
public static class Parser
{
    /// <summary>How deep a program may nest: statements, expressions in expressions and patterns count one each. That much needs a thread with 16 MiB of stack; with less, what does not fit is the same kind of error.</summary>
    public const int DepthMax = ScriptParser.DepthMax;

    /// <summary>Reads a whole program: checks its syntax with every early error, and resolves its names.</summary>
    /// <param name="source">The text.</param>
    /// <param name="options">As what, and where the memory comes from.</param>
    /// <exception cref="JavaScriptSyntaxException">It is no program, no UTF-8, or nests too deep.</exception>
    public static ScopeTables Survey(SourceText source, SurveyOptions options)
    {
        source.CheckEncoding();
        bool detects = options.Goal is SourceGoal.Detect or SourceGoal.DetectNode;
        Attempt first = Try(source, options, detects ? SourceGoal.Script : options.Goal);
        if (first.Tables is not null) return first.Tables;
        if (!detects) throw first.Error!;
        if (options.Goal == SourceGoal.DetectNode && first.SawReturn)
        {
            Attempt file = Try(source, options, SourceGoal.CommonJs);
            return file.Tables ?? throw file.Error!;
        }

        Attempt module = Try(source, options, SourceGoal.Module);
        // Of two errors, that counts which belongs to what the text looks like.
        return module.Tables ?? throw (first.SawModule ? module.Error! : first.Error!);
    }

    private static Attempt Try(SourceText source, SurveyOptions options, SourceGoal goal)
    {
        ScopeTables tables = new(source, options.TableStore);
        using NodeArena arena = new(options.TreeStore);
        using ScriptParser parser = new(tables, arena, options);
        bool done = false;
        try
        {
            parser.Survey(goal);
            done = true;
            return new Attempt(tables, null, false, false);
        }
        catch (JavaScriptSyntaxException error)
        {
            return new Attempt(null, error, parser.SawModule, parser.SawReturn);
        }
        finally
        {
            if (!done) tables.Dispose();
        }
    }

    /// <summary>What reading the text as one goal gave: tables, or an error and what it may be instead.</summary>
    private readonly record struct Attempt(ScopeTables? Tables, JavaScriptSyntaxException? Error, bool SawModule, bool SawReturn);
}
