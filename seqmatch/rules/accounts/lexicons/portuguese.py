"""Portuguese money words in common use (Brazil, Portugal)."""

from __future__ import annotations

from seqmatch.rules.accounts.lexicons.level import Level, Table
from seqmatch.schemas.rule import Role

_SPECIFIC: Table = {
    Role.TAXES: """
        imposto, impostos, imposto de renda, irpf, irs imposto, iptu, ipva, iva, imi, iss, icms, das simples,
        simples nacional, darf, inss, segurança social, das mei, taxas e impostos, tributos""",
    Role.INSURANCE: """
        seguro saúde, plano de saúde, seguro carro, seguro auto, seguro de vida, seguro casa, convênio,
        convênio médico, seguro residencial, plano odontológico, seguro viagem, seguro automóvel""",
    Role.CREDIT_CARD: "cartão de crédito, cartões de crédito, cartão, cartões, fatura cartão, cartão nubank",
    Role.MORTGAGE: """
        financiamento casa, financiamento imobiliário, crédito habitação, prestação da casa,
        financiamento apartamento, financiamento apê, empréstimo habitação, crédito imobiliário""",
    Role.LOAN: """
        empréstimo, empréstimos, financiamento, financiamentos, prestação, prestações, financiamento carro,
        fies, consignado, empréstimo consignado, crédito pessoal, crédito automóvel, prestação carro, parcela,
        parcelas, parcelas carro, empréstimo pessoal, cheque especial, consórcio""",
    Role.PAYROLL: """
        folha de pagamento, folha salarial, salários, funcionários, colaboradores, ordenados, prestadores""",
    Role.OWNERS_PAY: """
        pró labore, prolabore, retirada sócio, retirada dos sócios, salário do dono, distribuição de lucros""",
    Role.PROFIT: "lucro, lucros, lucro líquido",
    Role.COST_OF_GOODS: """
        fornecedor, fornecedores, mercadoria, mercadorias, matéria prima, insumos, estoque, custo de mercadoria""",
    Role.MARKETING: "propaganda, anúncios, publicidade, tráfego pago, divulgação",
    Role.EMERGENCY_FUND: """
        emergência, emergências, reserva de emergência, fundo de emergência, imprevistos, colchão financeiro,
        colchão de segurança""",
    Role.RETIREMENT: """
        aposentadoria, previdência, previdência privada, ppr, pgbl, vgbl, reforma poupança, poupança reforma""",
}

_PURPOSE: Table = {
    Role.HOUSING: """
        aluguel, aluguer, renda da casa, condomínio, moradia, habitação, apartamento, arrendamento,
        aluguel casa, senhorio, mudança, móveis, diarista, faxina, faxineira, empregada""",
    Role.UTILITIES: """
        conta de luz, luz, conta de água, água, água luz, conta de gás, gás, eletricidade, energia elétrica,
        eletricidade gás, lixo, água e luz""",
    Role.PHONE_INTERNET: """
        celular, telefone, telemóvel, conta de celular, plano celular, internet casa, telefonia,
        telecomunicações""",
    Role.SUBSCRIPTIONS: """
        assinatura, assinaturas, mensalidade, mensalidades, subscrições, subscrição, quotas, anuidade""",
    Role.GROCERIES: """
        mercado, supermercado, compras mercado, alimentação, alimentos, feira, compras de casa, compras do mês,
        mercearia, hortifruti, açougue""",
    Role.DINING: """
        restaurantes, comer fora, jantar, almoço, lanche, lanches, jantar fora, padaria, barzinho, refeições""",
    Role.TRANSPORT: """
        carro, gasolina, combustível, transporte, estacionamento, pedágio, portagens, manutenção carro, ônibus,
        metrô, passe, moto, bicicleta, automóvel, veículo, oficina, condução, revisão carro""",
    Role.HEALTH: """
        saúde, médico, médicos, dentista, farmácia, remédio, remédios, academia, ginásio, terapia, psicóloga,
        psicólogo, cabeleireiro, cabelo, salão, beleza, exames, óculos, consultas, bem estar, medicamentos""",
    Role.CHILDREN_EDUCATION: """
        filhos, crianças, criança, creche, escola, faculdade, educação, babá, universidade, mensalidade escola,
        cursos, pensão alimentícia, escolinha, colégio, propinas, fraldas, material escolar, infantário,
        mesada filhos, estudos""",
    Role.PETS: """
        animais, cachorro, cão, gato, gatos, ração, veterinário, bicho, bichos, animais de estimação, cachorros""",
    Role.TRAVEL: "viagem, viagens, férias, passagens, passagem, hotel viagem, passeio, passeios, fundo viagem",
    Role.GIVING: """
        dízimo, dízimos, oferta, ofertas, igreja, doação, doações, presente, presentes, natal, aniversário,
        aniversários, caridade, donativos""",
    Role.FUN_MONEY: """
        lazer, diversão, diversões, entretenimento, hobbies, mesada, festas, cinema, prazeres, desejos,
        gastar sem culpa, farra""",
    Role.SHOPPING: "roupas, roupa, sapatos, calçados, vestuário, eletrônicos, cosméticos, maquiagem",
    Role.HOME_REPAIR: """
        obras, manutenção casa, consertos, conserto, reparos, remodelação, reforma casa, obra, manutenção""",
    Role.SINKING_FUND: """
        entrada casa, entrada apartamento, despesas anuais, gastos anuais, casamento, carro novo, casa própria,
        troca de carro, compra da casa, grandes compras, sonhos, projetos""",
}

_GENERAL: Table = {
    Role.OPERATING_EXPENSES: """
        despesas operacionais, custos operacionais, despesas da empresa, escritório, contador, contabilidade,
        gastos da empresa, material de escritório, advogado, custos fixos empresa, capital de giro""",
    Role.DEBT_PAYOFF: """
        dívida, dívidas, pagar dívidas, pagamento de dívidas, quitar dívidas, quitação, amortização, amortizar""",
    Role.INVESTMENTS: """
        investimento, investimentos, ações, bolsa, tesouro direto, renda fixa, cdb, investir,
        fundos imobiliários, fii, corretora, carteira de investimentos, imóveis""",
}

_BROAD: Table = {
    Role.BILLS: """
        contas, conta fixa, contas fixas, despesas fixas, gastos fixos, custos fixos, contas da casa,
        despesas da casa, boletos, boleto, necessidades, essenciais, despesas mensais, contas mensais,
        despesas essenciais, contas a pagar, faturas, fatura""",
    Role.SPENDING: """
        despesas, despesa, gastos, gasto, gastos pessoais, despesas pessoais, dia a dia, gastos variáveis,
        despesas variáveis, diversos, gastos diários, gastos gerais""",
}

_CONTAINER: Table = {
    Role.EMERGENCY_FUND: "reserva, reservas, colchão",
    Role.SAVINGS: """
        poupança, poupanças, conta poupança, cofrinho, caixinha, economias, guardar, guardado, mealheiro,
        caderneta, pé de meia, conta a prazo""",
    Role.CHECKING: """
        conta corrente, conta à ordem, conta principal, conta conjunta, conta salário, conta digital,
        conta bancária""",
    Role.ROUTER: "distribuição, conta de passagem, conta de distribuição, repartição",
}

_EARNED: Table = {
    Role.INCOME: """
        salário, salario líquido, ordenado, vencimento, renda, rendas, rendimento, rendimentos, receita,
        receitas, faturamento, recebimentos, entradas, rendimento extra, renda extra, pagamento salário,
        décimo terceiro, 13o salário, comissão, comissões, vendas, pensão aposentado, bolsa família, subsídio,
        abono, freela""",
}

_WEAK: Table = {
    Role.CHECKING: "conta, conjunta",
    Role.SPENDING: "dinheiro, pessoal, geral, outros",
    Role.BILLS: "pagamento, pagamentos, pagar, mensal, transferência",
    Role.ROUTER: "sobra, sobras, excedente, resto",
    Role.HOUSING: "casa, lar, apê",
    Role.PERSON: "mãe, pai, marido, filho, filha, avó, irmão, irmã, namorada, namorado, sogra",
}

PORTUGUESE: dict[Level, Table] = {
    Level.SPECIFIC: _SPECIFIC,
    Level.PURPOSE: _PURPOSE,
    Level.GENERAL: _GENERAL,
    Level.BROAD: _BROAD,
    Level.CONTAINER: _CONTAINER,
    Level.EARNED: _EARNED,
    Level.WEAK: _WEAK,
}
