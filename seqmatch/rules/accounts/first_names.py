"""Common first names that mean little else (no May, Chase or Bill): an account named so belongs to a person."""

from __future__ import annotations

FIRST_NAMES = """
    aaron abby abigail adam adrian adriana aiden aisha alan albert alejandra alejandro alex alexa alexander
    alexandra alexis alice alicia alison allison alyssa amanda amber amelia amy ana andrea andres andrew andy angela
    angelica angie anita ann anna anne annie anthony antonio ariana ariel arthur ashley ashton audrey ava barbara
    barry beatriz becky ben benjamin bernard beth bethany betty beverly blake bob bobby bonnie brad bradley brandi
    brandon brandy brenda brendan brent brett brian briana brianna bridget brittany brooke bruce bryan bryce caleb
    calvin cameron camila candace carl carla carlos carmen carol caroline carolyn carrie casey cassandra cassie
    catherine cathy cesar chad charles charlie chelsea cheryl chloe chris christina christine christopher cindy
    claire clara claudia clayton cody cole colin colleen connie connor corey cory courtney craig cristina crystal
    curtis cynthia daisy dan dana daniel daniela danielle danny darren daryl dave david dawn deb debbie deborah
    debra denise dennis derek derrick desiree devin diana diane diego dominic don donald donna doris dorothy doug
    douglas dustin dylan eddie edgar eduardo edward edwin eileen elaine elena eli elias elijah elizabeth ella ellen
    ellie emilio emily emma enrique eric erica erik erika erin ernest esther ethan eugene eva evan evelyn felicia
    felix fernando francis francisco fred frederick gabe gabriel gabriela gabrielle gary gavin geoff george gerald
    gina gladys glen glenn gloria gordon greg gregory gustavo haley hannah harold harry hayden heather hector heidi
    helen henry holly howard hugo hunter ian isaac isabel isabella isaiah ivan jackie jackson jacob jacqueline jaime
    jake james jamie jan jane janet janice jared jasmine jason javier jay jayden jean jeanne jeff jeffrey jen jenna
    jennifer jenny jeremiah jeremy jerry jesse jessica jessie jill jillian jim jimmy jo joan joann joanna jodi joe
    joel joey johanna john johnny jon jonah jonathan jorge jose joseph josh joshua josie josue joyce juan juanita
    judith judy julia julian juliana julie julio justin kaitlyn kara karen kari karina karl karla kate katelyn
    katherine kathleen kathryn kathy katie katrina kayla keith kelly kelsey ken kendra kenneth kenny kerry kevin kim
    kimberly kirk kristen kristi kristin kristina kristy kurt kyle kylie lance larry latoya laura lauren laurie leah
    leo leon leonard leslie leticia levi liam lily linda lindsay lindsey lisa liz logan lois lorena lori lorraine
    louis louise lucas lucia lucy luis luke luna lydia lynn mackenzie madeline maggie manuel marc marcia marco
    marcos margaret maria mariah marian mariana marie mario marissa marlene marsha marta martha martin marvin mary
    mason mateo matt matthew maureen maurice megan melanie melinda melissa melvin mia micah michael michele michelle
    miguel mike mildred mindy miranda misty mitchell molly monica morgan mya nancy naomi natalia natalie natasha
    nate nathan nathaniel neil nicholas nick nicole nina noah noel nora norma norman olivia omar oscar owen paige
    pam pamela patricia patrick patty paul paula pedro peggy peter phil philip phillip phyllis priscilla rachel
    ralph ramon randall randy raquel raul ray raymond rebecca regina renee ricardo richard rick ricky rita rob
    robert roberta roberto robin robyn rodney roger roland ron ronald ronnie rosa rosemary roxanne ruben russell
    ruth ryan sabrina sally sam samantha samuel sandra sandy santiago sara sarah sasha scott sean sebastian sergio
    seth shane shannon sharon shaun shawn sheila shelby shelly sherri sherry shirley sierra silvia simon sofia sonia
    sophia sophie stacey stacy stan stanley stefanie stephanie stephen steve steven stuart sue susan suzanne sydney
    sylvia tamara tammy tanya tara taylor ted teresa teri terri terry tiffany tim timothy tina todd tom tommy toni
    tony tonya tracey traci tracy travis trent trevor tricia tristan troy tyler valerie vanessa vera veronica vicki
    vicky victor vincent viola vivian wanda warren wayne wendy wesley whitney william willie xavier yolanda yvette
    yvonne zach zachary zoe"""
