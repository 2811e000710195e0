using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Parsing;

/// <summary>Private names: declared once in a class, used only inside one that declares them. Only a survey looks.</summary>
internal sealed partial class ScriptParser
{
    private readonly List<PrivateDeclaration> _privates = [];
    private readonly List<PrivateUse> _privateUses = [];
    private readonly Dictionary<int, int> _privateTop = [];
    private int _privateBase = -1;

    private PrivateScope BeginPrivates()
    {
        PrivateScope outer = new(_privateBase, _privateUses.Count);
        _privateBase = _privates.Count;
        return outer;
    }

    private void EndPrivates(in PrivateScope outer)
    {
        int kept = outer.Uses;
        for (int at = outer.Uses; at < _privateUses.Count; at++)
        {
            PrivateUse use = _privateUses[at];
            if (_privateTop.TryGetValue(use.Name, out int top) && top >= _privateBase) continue;
            if (outer.Base < 0) throw Undeclared(use);
            _privateUses[kept++] = use;
        }

        _privateUses.RemoveRange(kept, _privateUses.Count - kept);
        for (int at = _privates.Count - 1; at >= _privateBase; at--)
        {
            if (_privates[at].Outer >= 0) _privateTop[_privates[at].Name] = _privates[at].Outer;
            else _privateTop.Remove(_privates[at].Name);
        }

        _privates.RemoveRange(_privateBase, _privates.Count - _privateBase);
        _privateBase = outer.Base;
    }

    /// <summary>A private name that is used.</summary>
    private int PrivateName()
    {
        int node = PrivateKey();
        if (_scopes is null) return node;
        PrivateUse use = new(_arena[node].A, _arena[node].Start);
        if (_privateBase < 0) throw Undeclared(use);
        _privateUses.Add(use);
        return node;
    }

    private int PrivateKey()
    {
        int id = -1;
        if (_scopes is not null)
        {
            id = _lex.HasEscape ? _tables.Names.Intern([(byte)'#', .. _lex.Decoded]) : _tables.Names.Intern(_lex.Start, _lex.End);
        }

        int node = _arena.Add(NodeKind.PrivateName, _lex.Start, _lex.End, id, 0, 0, EscapeFlag);
        Next();
        return node;
    }

    private void DeclarePrivate(int key, NodeFlags flags)
    {
        if (_scopes is null) return;
        ref Node node = ref _arena[key];
        if (_tables.Names[node.A].SequenceEqual("#constructor"u8)) throw Error(node.Start, "a private member cannot be named #constructor");
        NodeFlags kind = flags & (NodeFlags.Static | NodeFlags.Getter | NodeFlags.Setter);
        int top = _privateTop.GetValueOrDefault(node.A, -1);
        if (top < _privateBase)
        {
            _privateTop[node.A] = _privates.Count;
            _privates.Add(new PrivateDeclaration(node.A, kind, top));
            return;
        }

        // A getter and a setter go together, when both or none are static.
        NodeFlags both = _privates[top].Kind ^ kind;
        if (both != (NodeFlags.Getter | NodeFlags.Setter)) throw Error(node.Start, $"the private name {_source.GetString(node.Start, node.End)} is declared already");
        _privates[top] = _privates[top] with { Kind = _privates[top].Kind | kind };
    }

    private JavaScriptSyntaxException Undeclared(in PrivateUse use) =>
        Error(use.Offset, $"the private name {_tables.Names.GetString(use.Name)} is declared by no class around");

    /// <summary>A private name of a class, and the declaration of the same name in a class around (or -1).</summary>
    private readonly record struct PrivateDeclaration(int Name, NodeFlags Kind, int Outer);

    private readonly record struct PrivateUse(int Name, int Offset);

    private readonly record struct PrivateScope(int Base, int Uses);
}
