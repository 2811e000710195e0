using System.Runtime.CompilerServices;

namespace Plimsoll.Indexing.Outlining;

/// <summary>Style sheets, whose rules are named by what stands before a brace, and JSON, whose keys are named in the outer two levels (not those of the items of a list).</summary>
internal sealed class BraceTextReader(Lexer lexer)
{
    // Selectors are long lists at times; the first part is name enough.
    private const int SelectorMax = 80;

    // Keys deeper than this are values rather than parts of a document.
    private const int KeyDepthMax = 2;

    private readonly ScopeStack _scopes = new();

    /// <summary>Reads a style sheet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void ReadRules(Outline outline)
    {
        _scopes.Reset(ScopeKind.File);
        int start = -1;
        while (true)
        {
            int token = lexer.Next();
            if (token == Token.End) break;
            if (token == '{')
            {
                int rule = start < 0 ? -1 : AddRule(outline, start);
                _scopes.Push(ScopeKind.Code, rule);
                start = -1;
            }
            else if (token == '}')
            {
                EndScope(outline);
                start = -1;
            }
            else if (token == ';') start = -1;
            else if (start < 0) start = lexer.Start;
        }

        while (_scopes.Count > 1) EndScope(outline);
        _ = outline;
    }

    private int AddRule(Outline outline, int start)
    {
        int length = Math.Min(lexer.Start - start, SelectorMax);
        int line = lexer.Bytes(start, length).IndexOfAny((byte)'\n', (byte)',');
        if (line > 0) length = line;
        while (length > 0 && lexer.At(start + length - 1) <= ' ') length--;
        return length == 0 ? -1 : outline.Add(start, length, start, lexer.Stop, SymbolKind.Rule);
    }

    private void EndScope(Outline outline)
    {
        Scope scope = _scopes.Pop();
        if (scope.Definition >= 0) outline.End(scope.Definition, lexer.Stop);
    }

    /// <summary>Reads JSON.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void ReadKeys(Outline outline)
    {
        _scopes.Reset(ScopeKind.File);
        int key = -1;
        int keyLength = 0;
        int arrays = 0;
        while (true)
        {
            int token = lexer.Next();
            if (token == Token.End) break;
            switch (token)
            {
                case '{' or '[':
                    _scopes.Push(token == '{' ? ScopeKind.Literal : ScopeKind.Values, -1);
                    if (token == '[') arrays++;
                    break;
                case '}' or ']':
                    EndValue(outline);
                    if (_scopes.Pop().Kind == ScopeKind.Values) arrays--;
                    EndValue(outline, false);
                    break;
                case ',': EndValue(outline); break;
                case Token.Text:
                    key = lexer.Start + 1;
                    keyLength = lexer.Stop - lexer.Start - 2;
                    break;
                case ':' when key >= 0 && keyLength > 0 && arrays == 0 && _scopes.Count <= KeyDepthMax + 1 && _scopes.Top.Kind == ScopeKind.Literal:
                    _scopes.Top.Definition = outline.Add(key, keyLength, key - 1, lexer.Stop, SymbolKind.Property);
                    key = -1;
                    break;
                default: break;
            }
        }
    }

    /// <summary>Ends the key whose value is over; the scope keeps it until the next key.</summary>
    private void EndValue(Outline outline, bool over = true)
    {
        ref Scope top = ref _scopes.Top;
        if (top.Definition < 0) return;
        outline.End(top.Definition, over ? lexer.Start : lexer.Stop);
        if (over) top.Definition = -1;
    }
}
