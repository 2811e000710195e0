using Plimsoll.JavaScript.Lexing;
using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>Where the parser begins: a whole program that is surveyed, or one statement that is built.</summary>
internal sealed partial class ScriptParser
{
    /// <summary>Surveys the program as one goal.</summary>
    public void Survey(SourceGoal goal)
    {
        _module = goal == SourceGoal.Module;
        _strict = _module;
        _lex.HtmlComments = !_module;
        _context = _module ? Context.Async : goal == SourceGoal.CommonJs ? Context.Return | Context.NewTarget : Context.None;
        _scopes!.Open(goal == SourceGoal.Script ? ScopeKind.Script : ScopeKind.Module, 0, _strict);
        if (goal == SourceGoal.CommonJs) _scopes.MakeCommonJs();
        Next();
        if (_module) ModuleItems();
        else
        {
            NodeList none = default;
            StatementList(ref none, default, releases: true, goal == SourceGoal.Script ? Place.Program : Place.List);
        }

        if (_lex.Kind != TokenKind.EndOfFile) throw Unexpected();
        if (_module) CheckExports();
        _tables.Goal = goal;
        _tables.Flags = CurrentFlags() | (goal == SourceGoal.CommonJs ? BodyFlags.Return : BodyFlags.None);
        _scopes.Close(_source.Length);
        _scopes.LinkSymbols();
    }

    private void ModuleItems()
    {
        while (_lex.Kind != TokenKind.EndOfFile)
        {
            int mark = _arena.Mark;
            ModuleItem();
            _arena.Release(mark);
        }
    }
}
