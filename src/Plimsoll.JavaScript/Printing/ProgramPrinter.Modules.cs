using Plimsoll.JavaScript.Parsing;

namespace Plimsoll.JavaScript.Printing;

/// <summary>Imports and exports.</summary>
public sealed partial class ProgramPrinter
{
    private void ModuleItem(int statement)
    {
        ref Node node = ref _arena[statement];
        switch (node.Kind)
        {
            case NodeKind.Import: Import(node); break;
            case NodeKind.ExportNamed: ExportNamed(node); break;
            case NodeKind.ExportAll: ExportAll(node); break;
            case NodeKind.ExportDefault: ExportDefault(node); break;
            case NodeKind.ExportDeclaration: ExportDeclaration(node); break;
            default: throw new InvalidOperationException($"{node.Kind} at {node.Start} is no statement");
        }
    }

    private void Import(in Node node)
    {
        _out.Token("import"u8);
        _out.Space();
        if (node.A != 0 || node.Has(NodeFlags.HasBraces))
        {
            Imported(node);
            _out.Space();
            _out.Token("from"u8);
            _out.Space();
        }

        From(node.B, node.C);
    }

    private void Imported(in Node node)
    {
        int one = node.A;
        for (; one != 0 && _arena[one].Kind != NodeKind.ImportSpecifier; one = _arena[one].Next)
        {
            if (one != node.A) Comma();
            if (_arena[one].Kind == NodeKind.ImportNamespace)
            {
                _out.Token("*"u8);
                _out.Space();
                _out.Token("as"u8);
                _out.Space();
            }

            Name(_arena[one].A);
        }

        if (!node.Has(NodeFlags.HasBraces)) return;
        if (one != node.A) Comma();
        _out.Token("{"u8);
        _out.Space();
        for (int first = one; one != 0; one = _arena[one].Next)
        {
            if (one != first) Comma();
            ImportSpecifier(_arena[one]);
        }

        _out.Space();
        _out.Token("}"u8);
    }

    private void ImportSpecifier(in Node node)
    {
        if (!node.Has(NodeFlags.Shorthand) || !NameOf(_arena[node.B]).SequenceEqual(_source.Slice(_arena[node.A])))
        {
            Raw(node.A);
            As();
        }

        Name(node.B);
    }

    private void As()
    {
        _out.Space();
        _out.Token("as"u8);
        _out.Space();
    }

    private void From(int source, int attributes)
    {
        Raw(source);
        if (attributes != 0)
        {
            _out.Space();
            _out.Token("with"u8);
            _out.Space();
            _out.Token("{"u8);
            for (int one = attributes; one != 0; one = _arena[one].Next)
            {
                if (one != attributes) _out.Token(","u8);
                _out.Space();
                Raw(_arena[one].A);
                _out.Token(":"u8);
                _out.Space();
                Raw(_arena[one].B);
            }

            _out.Space();
            _out.Token("}"u8);
        }

        Semicolon();
    }

    private void Export()
    {
        _out.Token("export"u8);
        _out.Space();
    }

    private void ExportNamed(in Node node)
    {
        Export();
        _out.Token("{"u8);
        _out.Space();
        for (int one = node.A; one != 0; one = _arena[one].Next)
        {
            if (one != node.A) Comma();
            ExportSpecifier(_arena[one]);
        }

        _out.Space();
        _out.Token("}"u8);
        End(node.B, node.C);
    }

    private void ExportSpecifier(in Node node)
    {
        bool isLocal = _arena[node.A].Kind == NodeKind.Identifier;
        if (isLocal) Name(node.A);
        else Raw(node.A);
        ReadOnlySpan<byte> written = isLocal ? NameOf(_arena[node.A]) : _source.Slice(_arena[node.A]);
        if (written.SequenceEqual(_source.Slice(_arena[node.B]))) return;
        As();
        Raw(node.B);
    }

    private void ExportAll(in Node node)
    {
        Export();
        _out.Token("*"u8);
        if (node.A != 0)
        {
            As();
            Raw(node.A);
        }

        End(node.B, node.C);
    }

    private void End(int source, int attributes)
    {
        if (source == 0)
        {
            Semicolon();
            return;
        }

        _out.Space();
        _out.Token("from"u8);
        _out.Space();
        From(source, attributes);
    }

    private void ExportDefault(in Node node)
    {
        Export();
        _out.Token("default"u8);
        _out.Space();
        switch (_arena[node.A].Kind)
        {
            case NodeKind.FunctionDeclaration: Function(node.A, endsLine: true); break;
            case NodeKind.ClassDeclaration: Class(node.A, endsLine: true); break;
            default:
                _defaultStart = _out.Position;
                Expression(node.A, Precedence.Assign);
                Semicolon();
                break;
        }
    }

    private void ExportDeclaration(in Node node)
    {
        ref Node declaration = ref _arena[node.A];
        if (declaration.Kind != NodeKind.Declaration || !_tidy.IsOn)
        {
            Export();
            Single(node.A);
            return;
        }

        for (int one = declaration.A; one != 0; one = _arena[one].Next)
        {
            Export();
            _out.Token(OperatorText.Of(declaration.Op));
            _out.Space();
            Declarator(_arena[one]);
            Semicolon();
        }
    }
}
